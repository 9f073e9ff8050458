import type { Locator, Page } from 'playwright/test';

/** The page Try it: the conversation, and the field. */
export class TryItPage {
  readonly page: Page;
  /** The link in the left column. */
  readonly link: Locator;
  readonly headline: Locator;
  readonly question: Locator;
  readonly turns: Locator;
  /** The tags that are offered. */
  readonly tags: Locator;
  /** What says who will answer. */
  readonly answerer: Locator;

  constructor(page: Page) {
    const main = page.getByRole('main');
    this.page = page;
    this.link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Try it' });
    this.headline = page.getByRole('heading', { level: 1 });
    this.question = main.getByRole('textbox', { name: 'Question' });
    this.turns = main.getByRole('article', { name: 'Question and answer' });
    this.tags = main.getByRole('listbox', { name: 'Profiles' }).getByRole('option');
    this.answerer = main.getByText(/^(Your last question.*)?Answers:/);
  }

  /** Opens the page. */
  async open(): Promise<void> {
    await this.link.click();
    await this.headline.waitFor();
  }

  /** Asks by the keyboard alone. */
  async ask(text: string): Promise<void> {
    await this.question.fill(text);
    await this.question.press('Enter');
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }
}
