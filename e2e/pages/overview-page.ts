import { expect, type Locator, type Page } from 'playwright/test';
import { ServiceRow } from './service-row.ts';
import { SwitchTimeline } from './switch-timeline.ts';

/** The Overview: who is current, how both services do, and the click that switches. */
export class OverviewPage {
  readonly page: Page;
  readonly headline: Locator;
  readonly users: Locator;
  readonly knowledge: ServiceRow;
  readonly memory: ServiceRow;
  readonly running: SwitchTimeline;
  readonly addUserForm: Locator;

  constructor(page: Page) {
    this.page = page;
    this.headline = page.getByRole('heading', { level: 1 });
    this.users = page.getByRole('main').getByRole('list', { name: 'Users' });
    this.knowledge = new ServiceRow(page, 'Knowledge');
    this.memory = new ServiceRow(page, 'Memory');
    this.running = new SwitchTimeline(page.getByRole('region', { name: 'Running switch' }));
    this.addUserForm = page.getByRole('form', { name: 'Add user' });
  }

  get services(): readonly ServiceRow[] {
    return [this.knowledge, this.memory];
  }

  /** The button of a user who is not current, whatever it offers: the switch, its files only, or to make current. */
  switchTo(name: string): Locator {
    const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.users.getByRole('button', { name: new RegExp(`^(Switch to ${escaped}|Make ${escaped} current)(,|$)`) });
  }

  /** The chip of the current user. */
  current(name: string): Locator {
    return this.users.getByRole('listitem').filter({ hasText: `${name}, current user` });
  }

  /** A notice whose title has this text, whatever it is spoken as. */
  notice(title: string | RegExp): Locator {
    // What is only spoken stands outside of main.
    const main = this.page.getByRole('main');
    return main.getByRole('alert').or(main.getByRole('status')).or(main.getByRole('note')).filter({ hasText: title });
  }

  /** The shown change of a file of the home, by its path in it. */
  change(path: string): Locator {
    return this.page.getByRole('region', { name: `Change of ${path}` });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('button', { name });
  }

  /** Fills in the form for a new user and sends it; opens it first where it is not there. */
  async addUser(user: { id?: string; name?: string }): Promise<void> {
    const { addUserForm } = this;
    const open = this.users.getByRole('button', { name: 'Add user' });
    await addUserForm.or(open).first().waitFor();
    if (!(await addUserForm.isVisible())) await open.click();
    if (user.name !== undefined) await addUserForm.getByLabel('Name').fill(user.name);
    if (user.id !== undefined) await addUserForm.getByLabel('Id').fill(user.id);
    await addUserForm.getByRole('button', { name: /^Add / }).click();
  }

  /** Waits until the page says that this user is current, that both services answer, and nothing more. */
  async untilAllIsWellFor(name: string, limit = 30_000): Promise<void> {
    await expect(this.headline).toHaveText(`${name} is current. Both services answer.`, { timeout: limit });
  }
}
