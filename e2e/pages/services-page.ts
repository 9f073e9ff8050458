import type { Locator, Page } from 'playwright/test';
import { ServiceRow } from './service-row.ts';

/** The page Services: how both services do, and its parts behind tabs. */
export class ServicesPage {
  readonly page: Page;
  readonly headline: Locator;
  readonly tabs: Locator;
  readonly panel: Locator;
  readonly knowledge: ServiceRow;
  readonly memory: ServiceRow;

  constructor(page: Page) {
    this.page = page;
    this.headline = page.getByRole('heading', { level: 1 });
    this.tabs = page.getByRole('tablist', { name: 'Parts of Services' });
    this.panel = page.getByRole('tabpanel');
    this.knowledge = new ServiceRow(page, 'Knowledge');
    this.memory = new ServiceRow(page, 'Memory');
  }

  /** Goes there by the list of pages, and to one of its parts. */
  async open(part = 'Overview'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Services' }).click();
    await this.tab(part).click();
    await this.page.getByRole('tabpanel', { name: part }).waitFor();
  }

  tab(name: string): Locator {
    return this.tabs.getByRole('tab', { name, exact: true });
  }

  /** Chooses the service that environment, mounts and inspect are about. */
  async choose(title: string): Promise<void> {
    await this.panel.getByRole('radio', { name: title }).check();
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name });
  }

  /** The row of a table by the words that head it. */
  row(name: string | RegExp): Locator {
    return this.panel.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name }) });
  }
}
