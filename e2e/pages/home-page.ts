import type { Locator, Page } from 'playwright/test';

/** The page Home: findings, backups and migration. */
export class HomePage {
  readonly page: Page;
  /** The link in the left column; its name says how much there is to look at. */
  readonly link: Locator;
  readonly headline: Locator;
  readonly findings: Locator;
  readonly backups: Locator;

  constructor(page: Page) {
    this.page = page;
    this.link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Home/ });
    this.headline = page.getByRole('heading', { level: 1 });
    this.findings = page.locator('.finding');
    this.backups = page.getByRole('list', { name: 'Backups' }).locator('.backup');
  }

  /** Opens one of the three parts. */
  async open(part: 'Findings' | 'Backups' | 'Migration'): Promise<void> {
    await this.link.click();
    const parts = this.page.getByRole('navigation', { name: 'Parts of Home' });
    await parts.getByRole('link', { name: part }).click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: typeof name === 'string' });
  }

  region(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('region', { name });
  }

  /** A notice that has this text, whatever it is spoken as. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('main').locator('.notice').filter({ hasText: text });
  }

  finding(text: string | RegExp): Locator {
    return this.findings.filter({ hasText: text });
  }
}
