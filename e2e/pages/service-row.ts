import type { Locator, Page } from 'playwright/test';
import type { LampName } from '../../src-shared/docker.ts';

const labels: Readonly<Record<LampName, string>> = {
  container: 'Container',
  http: 'Health',
  model: 'Models',
  mounts: 'Data',
};

/** One service of the Overview: its four lamps, what is wrong with it, its buttons. */
export class ServiceRow {
  readonly page: Page;
  readonly title: string;
  readonly row: Locator;
  readonly facts: Locator;
  readonly troubles: Locator;

  constructor(page: Page, title: string) {
    this.page = page;
    this.title = title;
    this.row = page.getByRole('article', { name: title });
    this.facts = this.row.locator('dl');
    this.troubles = this.row.getByRole('list', { name: `What to look at in ${title}` });
  }

  /** The button that a lamp is; its name ends with the lamp's word. */
  lamp(name: LampName): Locator {
    return this.row.getByRole('button', { name: `${this.title}, ${labels[name]}:` });
  }

  /** What a lamp opens: why, since when, what to do. */
  async details(name: LampName): Promise<Locator> {
    await this.lamp(name).click();
    return this.dialog(name);
  }

  /** The same where it is open already. */
  dialog(name: LampName): Locator {
    return this.page.getByRole('dialog', { name: `${this.title}, ${labels[name]}` });
  }

  button(act: 'Start' | 'Stop' | 'Restart'): Locator {
    return this.row.getByRole('button', { name: `${act} ${this.title}` });
  }
}
