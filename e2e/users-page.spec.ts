import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

interface Registry {
  users: Record<string, unknown>[];
}

const registryPath = (dataRoot: string) => join(dataRoot, 'users_registry.json');

async function entryOf(dataRoot: string, id: string): Promise<Record<string, unknown> | undefined> {
  const { users } = JSON.parse(await readFile(registryPath(dataRoot), 'utf8')) as Registry;
  return users.find(({ user_id: each }) => each === id);
}

/** Changes an entry as another program would. */
async function changeEntry(dataRoot: string, id: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const registry = JSON.parse(await readFile(registryPath(dataRoot), 'utf8')) as Registry;
  const users = registry.users.map((entry) => (entry.user_id === id ? { ...entry, ...fields } : entry));
  await writeFile(registryPath(dataRoot), JSON.stringify({ ...registry, users }, null, 2));
}

test.describe('a profile', () => {
  test('is edited, every field, and stored as upstream has it', async ({ desktop, home }) => {
    const { users } = desktop;
    await changeEntry(home.dataRoot, 'ben', { favourite: 'tea' });
    await users.open();
    await expect(users.headline).toHaveText('2 users. Anna is current.');
    await users.openUser('ben');
    await users.field('Name').fill('Ben Best');
    await users.field('Role').selectOption('Guest');
    await users.field('Email').fill('ben@example.org');
    await users.field('Phone').fill('+49 30 1234567');
    await users.field('Address').fill('1 Long Road\nTown');
    await users.field('Birth date').fill('1950-04-03');
    await users.field('Gender').selectOption('Male');
    await users.field('Memory year offset').fill('38');
    await users.field('Cognitive state').fill('70');
    await users.field('Story character (NPC)').check();
    await expect(users.panel).toContainText('dated to 1988');
    await users.act('Save').click();
    await expect(users.panel).toContainText('Saved.');
    expect(await entryOf(home.dataRoot, 'ben')).toMatchObject({
      user_name: 'Ben Best',
      user_type: 'Guest',
      email: 'ben@example.org',
      phone: '+49 30 1234567',
      address: '1 Long Road\nTown',
      birth_date: '1950-04-03',
      gender: 'Male',
      delta_year: 38,
      cognitive_state: 70,
      npc: true,
      favourite: 'tea',
    });
    await expect(users.panel).toContainText('The profile is complete.');
    await expect(users.row('ben')).toContainText('Ben Best');
    await expect(users.panel).toContainText('Kept by other programs: favourite');
  });

  test('with a bad field is refused as a whole: nothing of it is stored', async ({ desktop, home }) => {
    const { users } = desktop;
    await users.open();
    await users.openUser('ben');
    const before = await readFile(registryPath(home.dataRoot), 'utf8');
    await users.field('Address').fill('Here');
    await users.field('Phone').fill('123');
    await users.field('Birth date').fill('2999-01-01');
    await users.act('Save').click();
    await expect(users.field('Phone')).toHaveAccessibleDescription(/Phone has 3 digits/);
    await expect(users.field('Birth date')).toHaveAccessibleDescription(/Birth date is in the future/);
    await expect(users.field('Phone')).toBeFocused();
    expect(await readFile(registryPath(home.dataRoot), 'utf8')).toBe(before);
    await users.field('Phone').fill('1234567');
    await users.field('Birth date').fill('');
    await users.act('Save').click();
    await expect(users.panel).toContainText('Saved.');
    expect(await entryOf(home.dataRoot, 'ben')).toMatchObject({ phone: '1234567', address: 'Here', birth_date: null });
  });

  test('that another program changes meanwhile is a choice, and nothing is lost', async ({ desktop, home }) => {
    const { users } = desktop;
    await users.open();
    await users.openUser('ben');
    await users.field('Email').fill('mine@example.org');
    await users.field('Address').fill('Here');
    await changeEntry(home.dataRoot, 'ben', { email: 'theirs@example.org', phone: '7654321' });
    await users.act('Save').click();
    const conflict = users.notice('The same fields were changed elsewhere meanwhile.');
    await expect(conflict).toContainText('theirs@example.org');
    expect((await entryOf(home.dataRoot, 'ben'))?.email).toBe('theirs@example.org');
    await conflict.getByRole('radio', { name: /^Yours/ }).check();
    await users.act('Go on with these').click();
    await expect(users.field('Phone')).toHaveValue('7654321');
    await users.act('Save').click();
    await expect(users.panel).toContainText('Saved.');
    expect(await entryOf(home.dataRoot, 'ben')).toMatchObject({
      email: 'mine@example.org',
      phone: '7654321',
      address: 'Here',
    });
  });

  test('is asked about before another one takes its place', async ({ desktop, home }) => {
    const { users, overview } = desktop;
    await users.open();
    await users.openUser('ben');
    await users.field('Email').fill('ben@example.org');
    await users.row('anna').getByRole('gridcell').first().click();
    await expect(users.panel).toContainText('Ben has unsaved changes: Email.');
    await users.act('Keep editing').click();
    // Another page takes nothing away either.
    await overview.page.getByRole('link', { name: 'Overview' }).click();
    await users.open();
    await expect(users.field('Email')).toHaveValue('ben@example.org');
    await users.row('anna').getByRole('gridcell').first().click();
    await users.panel.getByRole('group', { name: 'Unsaved changes' }).getByRole('button', { name: 'Save' }).click();
    await expect(users.titled('Anna')).toBeVisible();
    expect((await entryOf(home.dataRoot, 'ben'))?.email).toBe('ben@example.org');
  });

  test('has a colour and a sign, which are seen wherever the user is, and stay', async ({ desktop, launch }) => {
    const { users, sidebar, page } = desktop;
    await users.open();
    await users.openUser('anna');
    await users.panel.getByRole('radio', { name: 'Colour 10' }).click({ force: true });
    await expect(sidebar.switcher).toHaveAttribute('data-user-color', '9');
    await users.field('Sign').fill('🦊');
    await users.act('Use 🦊').click();
    await expect(sidebar.switcher).toContainText('🦊');
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(desktop.overview.current('Anna')).toContainText('🦊');
    await desktop.quit();
    const again = await launch();
    await expect(again.sidebar.switcher).toHaveAttribute('data-user-color', '9');
    await expect(again.sidebar.switcher).toContainText('🦊');
  });
});

test.describe('users come and go', () => {
  test('added beside the list, duplicated, and opened at once', async ({ desktop, home }) => {
    const { users } = desktop;
    await users.open();
    await users.button('Add user').click();
    await users.field('Name').fill('Émile Zola');
    await expect(users.field('Id')).toHaveValue('emile.zola');
    await users.field('Id').fill('ben');
    await expect(users.field('Id')).toHaveAccessibleDescription(/Ben has this id already/);
    await users.field('Id').fill('emile');
    await users.field('Role').selectOption('Guest');
    await users.act('Add Émile Zola').click();
    await expect(users.titled('Émile Zola')).toBeVisible();
    await expect(users.notice('Émile Zola is added.')).toBeVisible();
    await users.act('Duplicate').click();
    await users.field('Name').fill('Fritz');
    await users.act('Add Fritz').click();
    await expect(users.titled('Fritz')).toBeVisible();
    expect(await entryOf(home.dataRoot, 'fritz')).toMatchObject({ user_type: 'Guest', email: null });
    expect(existsSync(join(home.dataRoot, 'agno', 'fritz'))).toBe(true);
  });

  test('deleted by a plan with a backup, and brought back', async ({ desktop, home }) => {
    const { users } = desktop;
    const folder = join(home.dataRoot, 'agno', 'ben');
    await writeFile(join(folder, 'knowledge', 'note.txt'), 'Ben plays chess.');
    await users.open();
    await users.openUser('ben');
    await users.act('Delete').click();
    await expect(users.panel).toContainText('6 folders and 1 file');
    await expect(users.panel).toContainText(folder);
    await users.field('Type ben to confirm').fill('Ben');
    await expect(users.act(/^Delete Ben/)).toHaveAttribute('aria-disabled', 'true');
    await users.field('Type ben to confirm').fill('ben');
    await users.act('Delete Ben').click();
    await expect(users.notice('Ben is deleted')).toBeVisible();
    expect([await entryOf(home.dataRoot, 'ben'), existsSync(folder)]).toEqual([undefined, false]);
    await expect(users.headline).toHaveText('1 user. Anna is current.');
    await users.button('Deleted users').click();
    await users.act('Bring back Ben').click();
    await expect(users.notice('Ben is back.')).toBeVisible();
    expect(await readFile(join(folder, 'knowledge', 'note.txt'), 'utf8')).toBe('Ben plays chess.');
    expect(await entryOf(home.dataRoot, 'ben')).toMatchObject({ user_name: 'Ben' });
  });

  test('taken from the list alone, the data stays', async ({ desktop, home }) => {
    const { users } = desktop;
    await users.open();
    await users.openUser('ben');
    await users.act('Delete').click();
    await users.panel.getByRole('radio', { name: /^Registry entry only/ }).check();
    await users.field('Type ben to confirm').fill('ben');
    await users.act('Remove Ben from the list').click();
    await expect(users.notice('Ben is no longer in the list of users.')).toBeVisible();
    expect(existsSync(join(home.dataRoot, 'agno', 'ben', 'knowledge'))).toBe(true);
    expect(await entryOf(home.dataRoot, 'ben')).toBeUndefined();
  });

  test('not deleted while they are current: the plan says what stands in the way', async ({ desktop, home }) => {
    const { users } = desktop;
    await users.open();
    await users.openUser('anna');
    const before = await readFile(registryPath(home.dataRoot), 'utf8');
    await users.act('Delete').click();
    await expect(users.notice('Switch to another user first')).toBeVisible();
    await expect(users.act('Delete Anna')).toHaveCount(0);
    expect(await readFile(registryPath(home.dataRoot), 'utf8')).toBe(before);
  });

  test('switched to from their row', async ({ desktop, home }) => {
    const { users, sidebar } = desktop;
    await users.open();
    await users.row('ben').getByRole('button', { name: 'Switch to Ben' }).click();
    await expect(users.notice('Switched to Ben.')).toBeVisible({ timeout: 60_000 });
    await expect(sidebar.switcher).toHaveAccessibleName('Ben, Current user. Switch user');
    expect(await readFile(join(home.folder, 'env.userid'), 'utf8')).toBe('USER_ID="ben"\n');
  });
});

test('a list that is broken is recovered by a plan that is shown, and the broken file is kept', async ({
  desktop,
  home,
}) => {
  const { users, page } = desktop;
  await users.open();
  // A change by the app itself leaves a copy of the list as it was.
  await users.openUser('ben');
  await users.field('Email').fill('ben@example.org');
  await users.act('Save').click();
  await expect(users.panel).toContainText('Saved.');
  const broken = '{"users": [{"user_id": "anna",\n';
  await writeFile(registryPath(home.dataRoot), broken);
  await expect(users.headline).toHaveText('The list of users cannot be read.');
  const plan = page.getByRole('region', { name: 'The list that would be written' });
  await expect(plan).toContainText('anna');
  await expect(plan).toContainText('ben');
  expect(await readFile(registryPath(home.dataRoot), 'utf8')).toBe(broken);
  const main = page.getByRole('main');
  await main.getByRole('button', { name: /^Recover 2 users/ }).click();
  await main.getByRole('button', { name: 'Write the list with 2 users' }).click();
  await expect(users.notice('The list of users is recovered: 2 users.')).toBeVisible();
  await expect(users.row('ben')).toBeVisible();
  const kept = (await readdir(home.dataRoot)).filter((name) => name.startsWith('users_registry.json.'));
  const texts = await Promise.all(kept.map((name) => readFile(join(home.dataRoot, name), 'utf8')));
  expect(texts).toContain(broken);
});

test('a user leaves as an archive and comes back from it under another id', async ({ desktop, home, folder }) => {
  const { users } = desktop;
  await writeFile(join(home.dataRoot, 'agno', 'ben', 'knowledge', 'note.txt'), 'Ben plays chess.');
  await users.open();
  await users.openUser('ben');
  await users.act('Export').click();
  await users.panel.getByRole('checkbox', { name: /^All other data/ }).check();
  await users.field('File').fill(join(folder, 'ben.zip'));
  await users.act('Export Ben').click();
  await expect(users.notice('The archive is written and checked.')).toBeVisible();
  await users.act('Done').click();
  await users.button('Import').click();
  await users.panel.getByRole('textbox', { name: 'Archive' }).fill(join(folder, 'ben.zip'));
  await users.act('Check the archive').click();
  await expect(users.panel).toContainText('There is a user ben already');
  await users.field('New id').fill('ben.two');
  await users.act('Import Ben').click();
  await expect(users.notice('Ben is imported.')).toBeVisible();
  expect(await readFile(join(home.dataRoot, 'agno', 'ben.two', 'knowledge', 'note.txt'), 'utf8')).toBe(
    'Ben plays chess.',
  );
  expect(await entryOf(home.dataRoot, 'ben.two')).toMatchObject({ user_name: 'Ben' });
});
