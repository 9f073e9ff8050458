import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { User } from '../src-shared/users.ts';
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
