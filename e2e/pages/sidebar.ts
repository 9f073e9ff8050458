import type { Locator, Page } from 'playwright/test';

/** The left column: the user switcher, the engine's state, the theme, Quit. */
export class Sidebar {
  readonly page: Page;
  readonly switcher: Locator;
  readonly list: Locator;
  readonly engine: Locator;
  readonly quit: Locator;

  constructor(page: Page) {
    this.page = page;
    const column = page.getByRole('complementary', { name: 'Users and pages' });
    this.switcher = column.getByRole('button', { name: /Switch user$/ });
    this.list = page.getByRole('dialog', { name: 'Switch user' });
    this.engine = column.getByRole('button', { name: /Docker/ });
    this.quit = column.getByRole('button', { name: 'Quit' });
  }

  /** Opens the list of users. */
  async open(): Promise<void> {
    await this.switcher.click();
    await this.list.waitFor();
  }

  /** Lets only this window act for a user. */
  async onlyInThisWindow(name: string): Promise<void> {
    await this.open();
    await this.list.getByRole('button', { name: `Only in this window: ${name}` }).click();
  }

  /** Opens a window for a user, or brings theirs to the front. */
  async openWindowAs(name: string): Promise<void> {
    await this.open();
    await this.list.getByRole('button', { name: `Open window as ${name}` }).click();
  }

  theme(label: 'As the system' | 'Light' | 'Dark'): Locator {
    return this.page.getByRole('radio', { name: label });
  }
}
