import type { Locator, Page } from 'playwright/test';
import { SwitchTimeline } from './switch-timeline.ts';

/** The comparison of current user, files and containers, and the sync. */
export class ConsistencyPage {
  readonly page: Page;
  readonly headline: Locator;
  readonly plan: Locator;
  readonly running: SwitchTimeline;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.headline = page.getByRole('heading', { level: 1 });
    this.plan = page.getByRole('region', { name: /^What a (sync|forced restart) would do$/ });
    this.running = new SwitchTimeline(page.getByRole('region', { name: 'Running sync' }));
    this.table = page.getByRole('table', { name: 'Side by side' });
  }

  /** Goes there from the services of the Overview. */
  async open(): Promise<void> {
    await this.page
      .getByRole('main')
      .getByRole('link', { name: /files and containers/i })
      .click();
    await this.table.waitFor();
  }

  /** A cell by its row and the service of its column. */
  cell(row: string, service: 'Knowledge' | 'Memory'): Locator {
    const found = this.table.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: row }) });
    return found.getByRole('cell').nth(service === 'Knowledge' ? 0 : 1);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** A notice that has this text, whatever it is spoken as. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('main').locator('.notice').filter({ hasText: text });
  }
}
