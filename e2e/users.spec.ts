import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeletePlan, DeleteReport, RecoveryReport } from '../src-shared/user-removal.ts';
import type { Profile, User } from '../src-shared/users.ts';
import { expect, test } from './fixtures.ts';
import { userFolders } from './stand-ins/users-registry.ts';
import { contentOf } from './support/home-content.ts';

const unsafe = ['..', 'a/b', 'CON', 'a..b', 'nul.txt', '.hidden', 'ends.', 'blank inside'];

interface Registry {
  users: Record<string, unknown>[];
}

async function registryOf(dataRoot: string): Promise<Registry> {
  return JSON.parse(await readFile(join(dataRoot, 'users_registry.json'), 'utf8')) as Registry;
}

test.describe('a user is added', () => {
  test('by the window, and is there for everybody', async ({ desktop, home, cli }) => {
    const { overview } = desktop;
    await overview.addUser({ name: 'Paula Smith' });
    await expect(overview.notice('Paula Smith is added.')).toBeVisible();
    await expect(overview.switchTo('Paula Smith')).toBeVisible();

    const { users } = await registryOf(home.dataRoot);
    // Upstream's other fields stay as they were, and a new entry has those that upstream reads.
    expect(users.map(({ user_id }) => user_id)).toEqual(['anna', 'ben', 'paula.smith']);
    expect(users[0]).toMatchObject({ npc: false, gender: 'N/A', cognitive_state: 100 });
    expect(users[2]).toMatchObject({ user_name: 'Paula Smith', user_type: 'Standard' });
    for (const folder of userFolders) {
      expect(existsSync(join(home.dataRoot, 'agno', 'paula.smith', folder)), folder).toBe(true);
    }
    const listed = (await cli(['users', 'list', '--json'])).json<{ users: User[] }>().users;
    expect(listed.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      ['anna', true],
      ['ben', false],
      ['paula.smith', false],
    ]);
  });

  test('by the command line, and shows in the open window', async ({ desktop, cli }) => {
    await expect(desktop.overview.current('Anna')).toBeVisible();
    const created = await cli(['users', 'create', 'dana', '--name', 'Dana Q.', '--type', 'Guest', '--json']);
    expect(created.code, created.stderr).toBe(0);
    expect(created.json<User>()).toMatchObject({ id: 'dana', name: 'Dana Q.', type: 'Guest', isCurrent: false });
    await expect(desktop.overview.switchTo('Dana Q.')).toBeVisible();
  });

  test('with capitals, which are made small', async ({ desktop, cli, home }) => {
    const { addUserForm } = desktop.overview;
    await desktop.overview.addUser({ name: 'Erika', id: '  ERIKA ' });
    await expect(desktop.overview.notice('Erika is added.')).toBeVisible();
    await expect(addUserForm).toBeHidden();
    expect((await cli(['users', 'create', 'Frieda', '--json'])).json<User>().id).toBe('frieda');
    const ids = (await registryOf(home.dataRoot)).users.map(({ user_id }) => user_id);
    expect(ids).toEqual(['anna', 'ben', 'erika', 'frieda']);
  });
});

test.describe('a user is not added', () => {
  test('under an unsafe id: the window says so under the field', async ({ desktop, home }) => {
    const { overview } = desktop;
    await overview.current('Anna').waitFor();
    const before = await contentOf(home.folder);
    for (const id of unsafe) {
      await overview.addUser({ name: 'Somebody', id });
      const field = overview.addUserForm.getByLabel('Id');
      await expect(field, id).toHaveAttribute('aria-invalid', 'true');
      await expect(field, id).toHaveAccessibleDescription(/The id (has|begins|ends|is|does)/);
      await expect(field, id).toBeFocused();
    }
    expect(await contentOf(home.folder)).toEqual(before);
  });

  test('under an unsafe id: the command line says users/id-unsafe', async ({ home, cli }) => {
    const before = await contentOf(home.folder);
    for (const id of [...unsafe, '']) {
      const refused = await cli(['users', 'create', id, '--json']);
      expect(refused.code, id).toBe(1);
      expect(refused.error().code, id).toBe('users/id-unsafe');
      expect(refused.error().hint, id).not.toBe('');
    }
    expect(await contentOf(home.folder)).toEqual(before);
  });

  test('where the id is taken', async ({ desktop, home, cli }) => {
    const before = await contentOf(home.folder);
    await desktop.overview.addUser({ name: 'Anna the other', id: 'Anna' });
    await expect(desktop.overview.addUserForm.getByLabel('Id')).toHaveAccessibleDescription(/Anna has this id already/);
    for (const id of ['anna', 'ANNA']) {
      const refused = await cli(['users', 'create', id, '--json']);
      expect([refused.code, refused.error().code], id).toEqual([1, 'users/already-exists']);
    }
    expect(await contentOf(home.folder)).toEqual(before);
  });
});

test.describe('a profile by the command line', () => {
  test('is shown, edited all or not at all, and told to the open window', async ({ desktop, home, cli }) => {
    await expect(desktop.overview.current('Anna')).toBeVisible();
    const set = ['--set', 'name=Ben B.', '--set', 'email=ben@example.org', '--set', 'birth-date=1980-05-03'];
    const edited = await cli(['users', 'edit', 'BEN', ...set, '--unset', 'phone', '--color', '4', '--json']);
    expect(edited.code, edited.stderr).toBe(0);
    expect(edited.json<{ profile: Profile }>().profile).toMatchObject({ email: 'ben@example.org', color: 4 });
    await expect(desktop.overview.switchTo('Ben B.')).toBeVisible();
    expect((await registryOf(home.dataRoot)).users[1]).toMatchObject({ user_name: 'Ben B.', birth_date: '1980-05-03' });

    const before = await contentOf(home.folder);
    const refused = await cli(['users', 'edit', 'ben', '--set', 'address=fine', '--set', 'phone=12', '--json']);
    expect([refused.code, refused.error().code, refused.error().details]).toEqual([
      ...[1, 'users/field-invalid'],
      [expect.stringMatching(/^phone: /)],
    ]);
    expect(await contentOf(home.folder)).toEqual(before);
    expect((await cli(['users', 'show', 'ben'])).stdout).toContain('ben@example.org');
  });
});

test.describe('a user is deleted by the command line', () => {
  test('with a backup that brings them back, and the open window follows', async ({ desktop, home, cli }) => {
    await expect(desktop.overview.switchTo('Ben')).toBeVisible();
    const folder = join(home.dataRoot, 'agno', 'ben');
    await writeFile(join(folder, 'knowledge', 'a.txt'), 'his');
    expect((await cli(['users', 'delete', 'ben', '--dry-run', '--json'])).json<DeletePlan>()).toMatchObject({
      ...{ folder, folders: 6, files: 1, bytes: 3, obstacles: [] },
    });
    const deleted = await cli(['users', 'delete', 'ben', '--confirm', 'ben', '--json']);
    expect(deleted.code, deleted.stderr).toBe(0);
    await expect(desktop.overview.switchTo('Ben')).toBeHidden();
    expect([existsSync(folder), (await registryOf(home.dataRoot)).users.length]).toEqual([false, 1]);

    const { backup } = deleted.json<DeleteReport>();
    expect((await cli(['users', 'restore', backup ?? '', '--json'])).code).toBe(0);
    await expect(desktop.overview.switchTo('Ben')).toBeVisible();
    expect(await readFile(join(folder, 'knowledge', 'a.txt'), 'utf8')).toBe('his');
  });

  test('not while their services run, in any spelling of the current user, or unconfirmed', async ({ home, cli }) => {
    const code = async (...args: string[]) => (await cli(['users', 'delete', ...args, '--json'])).error().code;
    // The services mount Anna's folders; then Ben, who may delete others, becomes current by the files alone.
    expect((await cli(['users', 'edit', 'ben', '--set', 'type=Admin'])).code).toBe(0);
    expect((await cli(['services', 'start'])).code).toBe(0);
    expect((await cli(['users', 'edit', 'ben', '--set', 'type=Admin'])).code).toBe(0);
    expect((await cli(['switch', 'ben', '--no-services'])).code).toBe(0);
    const before = await contentOf(home.folder);
    expect(await code('anna', '--confirm', 'anna')).toBe('users/data-in-use');
    expect((await cli(['services', 'stop'])).code).toBe(0);
    expect(await code('anna', '--confirm', 'anna')).toBe('users/data-in-use');
    expect(await code('BEN', '--confirm', 'ben')).toBe('users/is-current');
    expect(await code('anna', '--registry-only', '--confirm', 'Anna')).toBe('users/not-confirmed');
    expect(await contentOf(home.folder)).toEqual(before);
  });
});

test('a registry that upstream emptied is given back from a copy by the command line', async ({ home, cli }) => {
  expect((await cli(['users', 'edit', 'ben', '--set', 'phone=030 1234567'])).code).toBe(0);
  const path = join(home.dataRoot, 'users_registry.json');
  await writeFile(path, '{"users": []}');
  expect((await cli(['users', 'recover'])).stdout).toContain('ben');
  expect((await cli(['users', 'recover', '--choice', 'copy', '--json'])).json<RecoveryReport>().users).toBe(2);
  expect((await registryOf(home.dataRoot)).users[1]).toMatchObject({ user_id: 'ben', phone: '030 1234567' });
});

test('a registry that is not JSON is shown and left as it is, and the rest works', async ({
  desktop,
  home,
  cli,
  containers,
}) => {
  const { overview } = desktop;
  await overview.current('Anna').waitFor();
  const path = join(home.dataRoot, 'users_registry.json');
  const good = await readFile(path, 'utf8');
  const broken = '{"users": [{"user_id": "anna",\n';
  await writeFile(path, broken);

  const notice = overview.notice('The list of users cannot be read.');
  await expect(notice).toContainText(path);
  for (const args of [
    ['users', 'list'],
    ['users', 'create', 'dana'],
    ['switch', 'ben'],
  ]) {
    const refused = await cli([...args, '--json']);
    expect([refused.code, refused.error().code], args.join(' ')).toEqual([1, 'users/registry-unreadable']);
    expect(refused.error().hint).not.toBe('');
  }
  // The rest: who is current, the services.
  expect((await cli(['status', '--json'])).json<{ currentUser: string }>().currentUser).toBe('anna');
  await overview.button('Start both').click();
  await expect(overview.headline).toHaveText(/Both services answer/, { timeout: 30_000 });
  expect((await containers.both()).knowledge.running).toBe(true);
  expect(await readFile(path, 'utf8')).toBe(broken);

  await writeFile(path, good);
  await expect(notice).toBeHidden();
  await expect(overview.switchTo('Ben')).toBeVisible();
});
