import type { Locator, Page } from 'playwright/test';

/** The page Users: the list, and the panel beside it. */
export class UsersPage {
  readonly page: Page;
  /** The link in the left column. */
  readonly link: Locator;
  readonly headline: Locator;
  readonly grid: Locator;
  /** The rows that are drawn. */
  readonly rows: Locator;
  readonly filter: Locator;
  readonly panel: Locator;

  constructor(page: Page) {
    const main = page.getByRole('main');
    this.page = page;
    this.link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Users' });
    this.headline = page.getByRole('heading', { level: 1 });
    this.grid = main.getByRole('grid', { name: 'Users' });
    this.rows = this.grid.locator('[data-user]');
    this.filter = main.getByRole('textbox', { name: 'Filter users' });
    this.panel = main.locator('.side-panel');
  }

  /** Opens the page. */
  async open(): Promise<void> {
    await this.link.click();
    await this.headline.waitFor();
  }

  row(id: string): Locator {
    return this.grid.locator(`[data-user="${id}"]`);
  }

  /** Opens somebody's profile by a click on their row. */
  async openUser(id: string): Promise<void> {
    await this.row(id).getByRole('gridcell').first().click();
    await this.panel.getByRole('form', { name: 'Profile' }).waitFor();
  }

  /** A field of the panel. */
  field(label: string): Locator {
    return this.panel.getByLabel(label, { exact: true });
  }

  /** A button at the top of the page. */
  button(name: string): Locator {
    return this.page.getByRole('main').locator('.page-head').getByRole('button', { name, exact: true });
  }

  /** A button of the panel. */
  act(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** A notice that has this text, whatever it is spoken as. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('main').locator('.notice').filter({ hasText: text });
  }

  /** Waits for the panel that has this title. */
  titled(title: string): Locator {
    return this.page.getByRole('main').getByRole('region', { name: title, exact: true });
  }
}
