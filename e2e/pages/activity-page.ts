import type { Locator, Page } from 'playwright/test';

/** The page Activity: who did what, when and with which result. */
export class ActivityPage {
  readonly page: Page;
  readonly headline: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.headline = page.getByRole('heading', { level: 1 });
    this.rows = page.getByRole('table', { name: 'Activity' }).locator('tbody').getByRole('row');
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Activity' }).click();
  }

  filter(label: 'Find' | 'User' | 'Act' | 'Result' | 'From' | 'To'): Locator {
    return this.page.getByRole('region', { name: 'Filters' }).getByLabel(label, { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name });
  }

  /** Exports what is shown into a folder, in place of which the system would ask for one. */
  async exportTo(kind: 'Table (CSV)' | 'JSON lines'): Promise<void> {
    await this.button('Export').click();
    await this.page
      .getByRole('dialog', { name: 'Export the activity log' })
      .getByRole('button', { name: kind })
      .click();
  }
}
