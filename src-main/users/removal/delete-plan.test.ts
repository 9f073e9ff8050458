import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../src-shared/errors.ts';
import type { DeletePlan } from '../../../src-shared/user-removal.ts';
import { treeState } from '../../lib/testing/tree-state.ts';
import type { UsersFeature } from '../index.ts';
import { caller, openUsersHome, type UsersHome } from '../testing/users-home.ts';

let home: UsersHome;
let users: UsersFeature;

beforeEach(async () => {
  home = await openUsersHome();
  await home.putEntries({ user_id: 'paula' }, { user_id: 'dana', user_name: 'Dana D.', pet: 'cat' });
  await home.putData('dana', 'knowledge/a.txt', 'hello');
  await home.putData('dana', 'rag_storage/deep/b.json', '{}');
  await home.putData('paula', 'knowledge/c.txt', 'hers');
  users = home.open();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await home.end();
});

type Choice = { scope?: 'everything' | 'registry'; backup?: boolean };
const plan = (id = 'dana', { scope = 'everything', backup = true }: Choice = {}) =>
  users.planDelete({ id, scope, backup }, caller);
const remove = ({ id }: DeletePlan, confirm = 'dana') => users.delete({ planId: id, confirm }, caller);
const codes = ({ obstacles }: DeletePlan) => obstacles.map(({ code }) => code);
const ids = async () => (await home.entries()).map(({ user_id: id }) => id);

/** The whole home stays as it is while this is tried. */
async function expectRefused(work: () => unknown, code: string): Promise<void> {
  const before = await treeState(home.folder);
  await expect((async () => work())()).rejects.toMatchObject({ code });
  expect(await treeState(home.folder)).toEqual(before);
}

describe('a plan to delete', () => {
  it('counts what goes and changes nothing', async () => {
    const before = await treeState(home.folder);
    expect(await plan('DANA')).toMatchObject({
      ...{ userId: 'dana', name: 'Dana D.', folder: home.dataOf('dana'), folders: 4, files: 2, links: 0, bytes: 7 },
      ...{ scope: 'everything', backup: true, obstacles: [], confirm: 'dana' },
    });
    expect(await plan('dana', { scope: 'registry' })).toMatchObject({ folder: null, folders: 0, files: 0, bytes: 0 });
    expect(await treeState(home.folder)).toEqual(before);
  });

  it('is the same as long as everything is, and another after a change of data, entry or choice', async () => {
    const { id } = await plan();
    expect((await plan()).id).toBe(id);
    expect((await plan('dana', { backup: false })).id).not.toBe(id);
    await home.putData('dana', 'knowledge/a.txt', 'hello!');
    const later = await plan();
    expect(later.id).not.toBe(id);
    await users.touchLastSeen('dana');
    expect((await plan()).id).not.toBe(later.id);
  });

  it.each(['paula', 'PAULA', ' Paula '])('has an obstacle for the current user, spelled %j', async (current) => {
    home.currentId = current;
    for (const scope of ['everything', 'registry'] as const) {
      const found = await plan('Paula', { scope });
      expect(codes(found)).toEqual(['users/is-current']);
      await expectRefused(() => remove(found, 'paula'), 'users/is-current');
    }
  });

  it('has an obstacle for a current user whom upstream spelled in capitals', async () => {
    await home.putEntries({ user_id: 'Paula.Smith' }, { user_id: 'dana' });
    home.currentId = 'paula.smith';
    expect(codes(await plan('PAULA.SMITH'))).toEqual(['users/is-current']);
  });

  it('has an obstacle while nobody knows who is current', async () => {
    home.currentId = null;
    const found = await plan();
    expect(codes(found)).toEqual(['home/user-id-unreadable']);
    await expectRefused(() => remove(found), 'home/user-id-unreadable');
  });

  it('has an obstacle while a container mounts the data, running or not, but not for the entry alone', async () => {
    home.uses = () => [
      { container: 'lightrag_pagent', running: true },
      { container: 'lightrag_memory', running: false },
    ];
    const found = await plan();
    expect(codes(found)).toEqual(['users/data-in-use']);
    expect(found.obstacles[0]?.details).toEqual(['lightrag_pagent', 'lightrag_memory (stopped)']);
    await expectRefused(() => remove(found), 'users/data-in-use');
    expect(codes(await plan('dana', { scope: 'registry' }))).toEqual([]);
  });

  it('has an obstacle while Docker cannot be asked, and a remark where there is none', async () => {
    home.uses = () => {
      throw new Fault('docker/no-permission', 'no');
    };
    expect(codes(await plan())).toEqual(['docker/no-permission']);
    home.uses = () => {
      throw new Fault('docker/not-found', 'none');
    };
    const found = await plan();
    expect([codes(found), found.remarks]).toEqual([[], [expect.stringContaining('Docker')]]);
  });

  it('has an obstacle where the folder is a link or a file', async () => {
    const elsewhere = join(home.folder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'x'), 'not theirs');
    await home.putEntries({ user_id: 'linked' }, { user_id: 'filed' });
    await symlink(elsewhere, home.dataOf('linked'));
    await writeFile(home.dataOf('filed'), '');
    for (const id of ['linked', 'filed']) {
      const found = await plan(id);
      expect([id, codes(found)]).toEqual([id, ['users/folder-outside']]);
      await expectRefused(() => remove(found, id), 'users/folder-outside');
    }
  });

  it('has an obstacle where the folder of all users is a link that leads out of the data root', async () => {
    const other = await openUsersHome();
    await other.putEntries({ user_id: 'dana' });
    await symlink(join(home.folder, 'data', 'agno'), join(other.folder, 'data', 'agno'));
    const found = await other.open().planDelete({ id: 'dana', scope: 'everything', backup: false }, caller);
    expect(codes(found)).toEqual(['users/folder-outside']);
    await other.end();
  });

  it.each(['..', '.', '../..', 'a/../..', 'dana/knowledge', '/'])(
    'leads nowhere for the upstream id %j',
    async (id) => {
      await home.putEntries({ user_id: 'paula' }, { user_id: id });
      const found = await plan(id);
      expect(found).toMatchObject({ folder: null, files: 0, obstacles: [], confirm: id });
      const before = await treeState(home.folder, ['backups', 'desktop']);
      await remove(found, id);
      expect(await ids()).toEqual(['paula']);
      const { 'data/users_registry.json': _now, ...after } = await treeState(home.folder, ['backups', 'desktop']);
      const { 'data/users_registry.json': _then, ...expected } = before;
      expect(after).toEqual(expected);
    },
  );

  it('has an obstacle where folders belong to another account, as those a container made', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(12_345);
    vi.spyOn(process, 'getgroups').mockReturnValue([12_345]);
    const found = await plan();
    expect(codes(found)).toEqual(['home/unwritable']);
    expect(found.obstacles[0]?.details).toEqual(['.', 'knowledge', 'rag_storage', 'rag_storage/deep']);
    await expectRefused(() => remove(found), 'home/unwritable');
    await chmod(join(home.dataOf('dana'), 'knowledge'), 0o777);
    expect((await plan()).obstacles[0]?.details).not.toContain('knowledge');
  });

  it('leaves a folder whose name differs in letter case, and says so', async () => {
    await home.putEntries({ user_id: 'Dana' });
    expect(await plan('dana')).toMatchObject({
      userId: 'Dana',
      folder: null,
      remarks: [expect.stringContaining('dana')],
    });
  });
});
