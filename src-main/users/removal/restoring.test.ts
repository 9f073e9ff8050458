import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeState } from '../../lib/testing/tree-state.ts';
import type { UsersFeature } from '../index.ts';
import { caller, openUsersHome, type UsersHome } from '../testing/users-home.ts';

let home: UsersHome;
let users: UsersFeature;
let backup: string;
let before: Awaited<ReturnType<typeof treeState>>;

beforeEach(async () => {
  home = await openUsersHome();
  await home.putEntries({ user_id: 'paula' }, { user_id: 'dana', user_name: 'Dana D.', pet: { name: 'cat' } });
  await home.putData('dana', 'knowledge/a.txt', 'hello');
  await home.putData('dana', 'rag_storage/deep/b.json', '{}');
  await mkdir(join(home.dataOf('dana'), 'inputs'));
  users = home.open();
  await users.setLook({ id: 'dana', color: 7, avatar: '🦊' }, caller);
  before = await treeState(join(home.folder, 'data'));
  const plan = await users.planDelete({ id: 'dana', scope: 'everything', backup: true }, caller);
  backup = (await users.delete({ planId: plan.id, confirm: 'dana' }, caller)).backup ?? '';
});
afterEach(() => home.end());

const restore = (id?: string) => users.restoreDeleted(id === undefined ? { backup } : { backup, id }, caller);
const folder = () => join(home.folder, 'backups', 'deleted-users', backup);

async function expectRefused(work: () => unknown, code: string): Promise<void> {
  const state = await treeState(home.folder);
  await expect((async () => work())()).rejects.toMatchObject({ code });
  expect(await treeState(home.folder)).toEqual(state);
}

describe('a deleted user', () => {
  it('comes back with entry, data and look as they were', async () => {
    expect(await restore()).toMatchObject({ id: 'dana', name: 'Dana D.', color: 7, avatar: '🦊', hasFolder: true });
    expect(await treeState(join(home.folder, 'data'))).toEqual(before);
    expect(await users.pending()).toBe(false);
  });

  it('comes back under another id', async () => {
    expect(await restore('dana.2')).toMatchObject({ id: 'dana.2', name: 'Dana D.' });
    expect((await home.entries())[1]).toEqual({ user_id: 'dana.2', user_name: 'Dana D.', pet: { name: 'cat' } });
    expect(await readFile(join(home.dataOf('dana.2'), 'knowledge', 'a.txt'), 'utf8')).toBe('hello');
  });

  it('does not come back over somebody else', async () => {
    await home.putEntries({ user_id: 'paula' }, { user_id: 'DANA' });
    await expectRefused(() => restore(), 'users/already-exists');
    await home.putEntries({ user_id: 'paula' });
    await mkdir(home.dataOf('Dana'), { recursive: true });
    await expectRefused(() => restore(), 'users/folder-taken');
    await expectRefused(() => restore('a..b'), 'users/id-unsafe');
    await expectRefused(() => users.restoreDeleted({ backup: '../../x' }, caller), 'users/backup-unknown');
  });

  it.each<[string, () => Promise<void>]>([
    ['file was changed', () => writeFile(join(folder(), 'files', 'knowledge', 'a.txt'), 'hellO')],
    ['file is missing', () => rm(join(folder(), 'files', 'knowledge', 'a.txt'))],
    ['manifest is missing', () => rm(join(folder(), 'manifest.json'))],
    ['manifest is cut off', () => writeFile(join(folder(), 'manifest.json'), '{"sum": "x", "content"')],
    [
      'manifest leads elsewhere',
      async () => {
        const text = await readFile(join(folder(), 'manifest.json'), 'utf8');
        await writeFile(join(folder(), 'manifest.json'), text.replace('knowledge/a.txt', '../../../../x'));
      },
    ],
  ])('does not come back where the %s', async (_what, damage) => {
    await damage();
    await expectRefused(() => restore(), 'users/backup-damaged');
  });

  it('is forgotten for good, when the id is typed', async () => {
    const discard = (confirm: string) => users.discardDeleted({ backup, confirm }, caller);
    await expectRefused(() => discard('Dana'), 'users/not-confirmed');
    await expectRefused(() => users.discardDeleted({ backup: '..', confirm: '..' }, caller), 'users/backup-unknown');
    expect(await discard('dana')).toEqual([]);
    expect(await readdir(join(home.folder, 'backups', 'deleted-users'))).toEqual([]);
  });
});
