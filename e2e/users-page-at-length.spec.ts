import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { crowdOf, writeRegistry } from './stand-ins/users-registry.ts';

interface Registry {
  users: Record<string, unknown>[];
}

const registryPath = (dataRoot: string) => join(dataRoot, 'users_registry.json');

async function entryOf(dataRoot: string, id: string): Promise<Record<string, unknown> | undefined> {
  const { users } = JSON.parse(await readFile(registryPath(dataRoot), 'utf8')) as Registry;
  return users.find(({ user_id: each }) => each === id);
}

test.describe('ten thousand users', () => {
  test('are found as somebody types, on the page, in the switcher and on the Overview', async ({ home, launch }) => {
    await writeRegistry(home.dataRoot, crowdOf(10_000));
    const desktop = await launch();
    const { users, overview, sidebar, page } = desktop;
    await expect(overview.current('Anna')).toBeVisible();
    await expect(overview.users.getByRole('button', { name: /^Switch to/ })).toHaveCount(7);
    await overview.users.getByRole('link', { name: 'All 10,000 users' }).click();
    await expect(users.headline).toHaveText('10,000 users. Anna is current.');
    await expect(users.grid).toHaveAttribute('aria-rowcount', '10001');
    expect(await users.rows.count()).toBeLessThan(60);
    await users.filter.pressSequentially('nobody at all');
    await expect(users.rows).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText('Nobody has “nobody at all” in their name or id.');
    await users.filter.fill('9999');
    await expect(users.rows).toHaveCount(1);
    await expect(page.getByRole('main').getByRole('status')).toContainText('1 of 10,000 users');
    await users.filter.fill('');
    await users.grid.getByRole('button', { name: 'Id', exact: true }).click();
    await expect(users.rows.first()).toHaveAttribute('data-user', /^ada\./);
    await sidebar.open();
    await sidebar.list.getByRole('textbox').fill('9999');
    await expect(sidebar.list.getByRole('list', { name: 'Users' }).getByRole('listitem')).toHaveCount(1);
  });
});

test('all of it can be done by keyboard alone', async ({ desktop, home }) => {
  const { users, page } = desktop;
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await users.link.focus();
  await press('Enter');
  await expect(users.headline).toHaveText('2 users. Anna is current.');
  await users.filter.focus();
  await press('ArrowDown', 'ArrowDown');
  await expect(users.row('ben')).toBeFocused();
  await press('Home');
  await expect(users.row('anna')).toBeFocused();
  await press('End', 'Enter');
  await expect(users.titled('Ben')).toBeFocused();
  // Into the fields by Tab alone, each stop to be seen.
  for (let stops = 0; stops < 30; stops += 1) {
    await press('Tab');
    if (await users.field('Email').evaluate((field) => field === document.activeElement)) break;
  }
  await expect(users.field('Email')).toBeFocused();
  await page.keyboard.type('ben@example.org');
  await press('ControlOrMeta+s');
  await expect(users.panel).toContainText('Saved.');
  expect((await entryOf(home.dataRoot, 'ben'))?.email).toBe('ben@example.org');
  await expect(users.field('Email')).toBeFocused();
  await page.keyboard.type('.uk');
  await press('Escape');
  const question = users.panel.getByRole('group', { name: 'Unsaved changes' });
  await expect(question).toBeFocused();
  await press('Escape');
  await expect(question).toBeHidden();
  await users.act('Discard').press('Enter');
  await expect(users.field('Email')).toHaveValue('ben@example.org');
  await users.act('Close').press('Enter');
  await expect(users.row('ben')).toBeFocused();
  // The focus is to be seen wherever it is.
  expect(await users.row('ben').evaluate((row) => getComputedStyle(row).outlineStyle)).not.toBe('none');
  await press('ArrowRight');
  await expect(users.row('ben').getByRole('button', { name: 'Switch to Ben' })).toBeFocused();
});
