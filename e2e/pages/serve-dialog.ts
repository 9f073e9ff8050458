import type { Locator, Page } from 'playwright/test';

/** The dialog that uses a configuration for the services. */
export class ServeDialog {
  readonly dialog: Locator;
  readonly use: Locator;
  readonly dimension: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^Use .* for the services$/ });
    this.use = this.dialog.getByRole('button', { name: /^Use it/ });
    this.dimension = this.dialog.getByLabel('Dimension', { exact: true });
  }

  box(name: 'LLM' | 'Embedding' | 'Knowledge' | 'Memory'): Locator {
    return this.dialog.getByRole('checkbox', { name });
  }

  /** The change of a variable of a service. */
  change(service: 'Knowledge' | 'Memory', variable: string): Locator {
    const table = this.dialog.getByRole('table', { name: service });
    return table.getByRole('row').filter({ hasText: variable });
  }

  /** A notice that has this text. */
  notice(text: string | RegExp): Locator {
    return this.dialog.locator('.notice').filter({ hasText: text });
  }
}
