import type { Locator, Page } from 'playwright/test';

/** The part Image of the page Services. */
export class ImagesPage {
  readonly page: Page;
  /** Those that have to be fetched, while they are. */
  readonly layers: Locator;

  constructor(page: Page) {
    this.page = page;
    this.layers = page.getByRole('list', { name: 'Layers' }).getByRole('listitem');
  }

  /** Goes there as a person does. */
  static async open(page: Page): Promise<ImagesPage> {
    await page.getByRole('link', { name: 'Services', exact: true }).click();
    await page.getByRole('tab', { name: 'Image' }).click();
    return new ImagesPage(page);
  }

  service(title: string): Locator {
    return this.page.getByRole('article', { name: title });
  }

  button(name: string): Locator {
    return this.page.getByRole('tabpanel').getByRole('button', { name, exact: true });
  }

  notice(text: string | RegExp): Locator {
    const panel = this.page.getByRole('tabpanel');
    return panel.getByRole('status').or(panel.getByRole('alert')).filter({ hasText: text });
  }
}
