import type { Locator, Page } from 'playwright/test';

/** The page Settings: the parts, the list of one of them, and the form beside it. */
export class SettingsPage {
  readonly page: Page;
  /** The link in the left column. */
  readonly link: Locator;
  readonly headline: Locator;
  readonly main: Locator;
  /** The form beside the list, with what can be done. */
  readonly panel: Locator;
  /** What the list of models offers. */
  readonly models: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main');
    this.link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' });
    this.headline = page.getByRole('heading', { level: 1 });
    this.panel = this.main.locator('.side-panel');
    this.models = this.panel.getByRole('listbox', { name: 'Models' }).getByRole('option');
  }

  /** Opens the page. */
  async open(): Promise<void> {
    await this.link.click();
    await this.headline.waitFor();
  }

  /** Opens a part of the page. */
  async part(title: 'Providers and models' | 'Profiles' | 'Keys and files'): Promise<void> {
    await this.main.getByRole('tab', { name: title }).click();
  }

  /** The row of a configuration, or of a profile. */
  row(name: string): Locator {
    return this.main.getByRole('listitem').filter({ has: this.page.getByRole('button', { name }) });
  }

  /** Opens the form of a configuration, or of a profile. */
  async openRow(name: string): Promise<void> {
    await this.row(name).getByRole('button').first().click();
    await this.panel.waitFor();
  }

  /** Begins a configuration of a provider; the list of providers has to be there. */
  async begin(provider: string): Promise<void> {
    await this.main.getByRole('button', { name: new RegExp(`^${provider} `) }).click();
    await this.panel.getByRole('heading', { name: `New: ${provider}` }).waitFor();
  }

  /** A field of the form. */
  field(label: string): Locator {
    return this.panel.getByLabel(label, { exact: true });
  }

  /** Unfolds the fields that few need. */
  async unfold(): Promise<void> {
    await this.panel.locator('summary').filter({ hasText: 'More' }).click();
  }

  /** A button of the form. */
  act(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Saves, and waits until it is. */
  async save(): Promise<void> {
    await this.act('Save').click();
    await this.panel.getByText('Saved.').waitFor();
  }

  /** How a check of the form stands, in a line. */
  check(kind: 'Access' | 'Answer'): Locator {
    return this.panel
      .getByRole('region', { name: 'Test' })
      .locator('.check-words')
      .filter({ hasText: `${kind}:` });
  }

  /** A lamp of the list. */
  lamp(name: string, kind: 'Access' | 'Answer'): Locator {
    return this.main.getByRole('button', { name: new RegExp(`^${name}, ${kind}:`) });
  }

  /** A notice that has this text, whatever it is spoken as. */
  notice(text: string | RegExp): Locator {
    return this.main.locator('.notice').filter({ hasText: text });
  }
}
