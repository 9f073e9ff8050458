import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import { newUser, type UsersState } from '../../src-shared/users.ts';
import type { UsersFeature } from './index.ts';
import { caller, openUsersHome, type UsersHome } from './testing/users-home.ts';

let home: UsersHome;

beforeEach(async () => {
  home = await openUsersHome();
});
afterEach(() => home.end());

const create = (users: UsersFeature, input: { id: string; name?: string }) =>
  users.create(newUser.parse(input), caller);

async function names(users: UsersFeature): Promise<readonly string[]> {
  const state = await users.list(undefined, caller);
  return state.state === 'ready' ? state.users.map((user) => user.id) : [];
}

describe('users', () => {
  it('has nobody but the current user where there is no registry, and writes nothing', async () => {
    const state = await home.open().list(undefined, caller);
    expect(state).toMatchObject({ state: 'ready', registry: home.registry, users: [{ id: 'paula', isCurrent: true }] });
    home.currentId = null;
    expect(await names(home.open())).toEqual([]);
    expect(await readdir(home.folder)).toEqual([]);
  });

  it('creates a user with the upstream fields and the folders, whatever capitals were typed', async () => {
    const user = await create(home.open(), { id: '  Dana ', name: 'Dana D.' });
    // The first of a registry is an Admin.
    expect(user).toMatchObject({ id: 'dana', name: 'Dana D.', type: 'Admin', isCurrent: false, unsafe: null });
    expect(user).toMatchObject({ completeness: 38, hasFolder: true, color: null, avatar: null, memoryYear: null });
    expect(await home.entries()).toMatchObject([
      { user_id: 'dana', user_name: 'Dana D.', created_at: '2026-01-02T03:04:05.000000', gender: 'N/A' },
    ]);
    expect((await stat(home.dataOf('dana'))).isDirectory()).toBe(true);
  });

  it('loses no user where several processes add some at once', async () => {
    const ids = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
    // Each feature keeps its own order only, as a process does.
    await Promise.all(ids.map((id) => create(home.open(), { id })));
    expect([...(await names(home.open()))].sort()).toEqual([...ids, 'paula']);
    expect(await readdir(join(home.folder, 'data'))).toEqual(['agno', 'users_registry.json']);
  });

  it('refuses unsafe ids and writes nothing', async () => {
    const users = home.open();
    const unsafe = ['', '..', 'a/b', 'CON', 'con.txt', 'a..b', 'dot.', '-x', 'ä', 'a b', 'x'.repeat(64), 'a\\b', 'nul'];
    for (const id of unsafe) {
      await expect(create(users, { id })).rejects.toMatchObject({ code: 'users/id-unsafe' });
    }
    expect(await readdir(home.folder)).toEqual([]);
  });

  it('takes no name that would write on a terminal as it pleases, and shows none that another program stored', async () => {
    for (const name of ['a\nb', 'x\u001b[2J', 'bell\u0007'])
      expect(newUser.safeParse({ id: 'dana', name }).success).toBe(false);
    expect(newUser.parse({ id: 'dana', name: ' Zoë 李 & Co ' }).name).toBe('Zoë 李 & Co');
    await home.putEntries({ user_id: 'paula', user_name: 'x\u001b[2J' });
    const profile = await home.open().get({ id: 'paula' }, caller);
    expect(profile).toMatchObject({ name: 'x\uFFFD[2J', problems: [{ field: 'name' }] });
  });

  it('tells of the newest state last, however slow an older reading was', async () => {
    const waits: ((id: string) => void)[] = [];
    const users = home.open({ currentUserId: () => new Promise((resolve) => waits.push(resolve)) });
    const heard: UsersState[] = [];
    users.onChanged((state) => heard.push(state));
    users.watch();
    home.outside();
    await expect.poll(() => waits.length).toBe(1);
    home.outside();
    home.outside();
    waits[0]?.('older');
    await expect.poll(() => waits.length).toBe(2);
    waits[1]?.('newer');
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.at(-1)).toMatchObject({ users: [{ id: 'newer' }] });
    await users.end();
    expect(waits).toHaveLength(2);
  });

  it('refuses an id that is there already in any letter case', async () => {
    await home.put('{"users": [{"user_id": "Dana"}]}');
    const before = await readFile(home.registry);
    await expect(create(home.open(), { id: 'dana' })).rejects.toMatchObject({ code: 'users/already-exists' });
    expect(await readFile(home.registry)).toEqual(before);
  });

  it.each([
    ['no JSON', '{"users": [oops'],
    ['no UTF-8', Buffer.from('{"users": [{"user_id": "zo\xeb"}]}', 'latin1')],
    ['empty', ''],
  ])('shows a registry that is %s as unreadable, touches nothing and refuses to create', async (_what, text) => {
    await home.put('');
    await writeFile(home.registry, text);
    const before = await readFile(home.registry);
    const users = home.open();
    const code = 'users/registry-unreadable';
    expect(await users.list(undefined, caller)).toMatchObject({ state: 'unreadable', error: { code } });
    await expect(create(users, { id: 'eve' })).rejects.toMatchObject({ code });
    await expect(users.require('eve')).rejects.toMatchObject({ code });
    expect(await readFile(home.registry)).toEqual(before);
  });

  it('takes the entry back when the folders cannot be made', async () => {
    const prepareUserFolders = async () => {
      throw new Fault('users/folder-outside', 'a link');
    };
    const users = home.open({ prepareUserFolders });
    await expect(create(users, { id: 'eve' })).rejects.toMatchObject({ code: 'users/folder-outside' });
    await expect(stat(home.registry)).rejects.toThrow();
  });

  it('knows who may be switched to', async () => {
    await home.put('{"users": [{"user_id": "dana"}, {"user_id": "Paula.Smith"}, {"user_id": "a..b"}]}');
    const users = home.open();
    await expect(users.require('dana')).resolves.toMatchObject({ id: 'dana' });
    await expect(users.require('nobody')).rejects.toMatchObject({ code: 'users/unknown' });
    await expect(users.require('a..b')).rejects.toMatchObject({ code: 'users/id-unsafe' });
    await expect(users.require('paula.smith')).rejects.toMatchObject({ code: 'users/id-unsafe' });
  });

  it('loses no user when many are created at once', async () => {
    const users = home.open();
    const ids = Array.from({ length: 20 }, (_unused, index) => `user${index}`);
    await Promise.all(ids.map((id) => create(users, { id })));
    expect((await names(users)).toSorted()).toEqual([...ids, 'paula'].toSorted());
  });

  it('tells of a change made by others once, with the whole state', async () => {
    const users = home.open();
    const heard: UsersState[] = [];
    users.onChanged((state) => heard.push(state));
    users.watch();
    await home.put('{"users": [{"user_id": "dana"}]}');
    home.outside();
    home.outside();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]).toMatchObject({ state: 'ready', users: [{ id: 'dana' }, { id: 'paula' }] });
    home.currentId = 'dana';
    home.outside();
    await expect.poll(() => heard.length).toBe(2);
    await users.end();
  });
});

describe('a visit', () => {
  it('is recorded, keeps strange fields, and the former bytes come back', async () => {
    const text = '{"users": [{"user_id": "dana", "x": 1}], "y": [2]}\n';
    await home.put(text);
    const users = home.open();
    const takeBack = await users.touchLastSeen('dana');
    expect(await readFile(home.registry, 'utf8')).toBe(
      text.replace('"x": 1', '"x": 1, "last_seen": "2026-01-02T03:04:05.000000"'),
    );
    await takeBack();
    expect(await readFile(home.registry, 'utf8')).toBe(text);
    await (await users.touchLastSeen('nobody'))();
    expect(await readFile(home.registry, 'utf8')).toBe(text);
  });

  it('is taken back alone where the profile was edited since', async () => {
    await home.putEntries({ user_id: 'dana', last_seen: 'before' });
    const users = home.open();
    const { revision } = await users.get({ id: 'dana' }, caller);
    const takeBack = await users.touchLastSeen('dana');
    await users.update({ id: 'dana', revision, changes: { phone: '030 1234567' }, dryRun: false }, caller);
    await takeBack();
    expect(await home.entries()).toEqual([{ user_id: 'dana', last_seen: 'before', phone: '030 1234567' }]);
  });

  it('is not taken back over what another program wrote meanwhile', async () => {
    await home.put('{"users": [{"user_id": "dana"}]}');
    const takeBack = await home.open().touchLastSeen('dana');
    await home.put('{"users": [{"user_id": "other"}]}');
    await takeBack();
    expect(await readFile(home.registry, 'utf8')).toContain('other');
  });

  it('is dated to the memory year, as upstream dates it', async () => {
    await home.putEntries({ user_id: 'dana', birth_date: '1950-05-05', delta_year: 20 });
    await home.open().touchLastSeen('dana');
    expect(await home.entries()).toMatchObject([{ last_seen: '1970-01-02T03:04:05.000000' }]);
    expect(await home.open().get({ id: 'dana' }, caller)).toMatchObject({ memoryYear: 1970 });
  });
});

describe('a look', () => {
  it('is kept by the app, found in any letter case, and taken away again', async () => {
    await home.putEntries({ user_id: 'Dana' });
    const before = await readFile(home.registry);
    const users = home.open();
    expect(await users.setLook({ id: 'dana', color: 3, avatar: '🦊' }, caller)).toMatchObject({
      color: 3,
      avatar: '🦊',
    });
    expect(await home.open().get({ id: 'DANA' }, caller)).toMatchObject({ id: 'Dana', color: 3, avatar: '🦊' });
    await users.setLook({ id: 'dana', color: null, avatar: null }, caller);
    expect(await home.open().get({ id: 'dana' }, caller)).toMatchObject({ color: null, avatar: null });
    expect(await readFile(home.registry)).toEqual(before);
  });

  it('that cannot be read is no reason to show nobody, and is not overwritten', async () => {
    await home.putEntries({ user_id: 'dana' });
    const users = home.open();
    await users.setLook({ id: 'dana', color: 3, avatar: null }, caller);
    const path = join(home.folder, 'desktop', 'looks.json');
    await writeFile(path, '{"version": 1, "users": {"da');
    expect(await home.open().get({ id: 'dana' }, caller)).toMatchObject({ color: null });
    const changed = home.open().setLook({ id: 'dana', color: 4, avatar: null }, caller);
    await expect(changed).rejects.toMatchObject({ code: 'home/file-unreadable' });
    expect(await readFile(path, 'utf8')).toBe('{"version": 1, "users": {"da');
  });

  it('is told to whoever listens', async () => {
    await home.putEntries({ user_id: 'dana' });
    const users = home.open();
    const heard: UsersState[] = [];
    users.onChanged((state) => heard.push(state));
    await users.setLook({ id: 'dana', color: 3, avatar: null }, caller);
    await expect.poll(() => heard.at(-1)).toMatchObject({ users: [{ id: 'dana', color: 3 }, { id: 'paula' }] });
  });
});

describe('a duplicate', () => {
  it('has the role, the mark and the colour of another, and nothing personal', async () => {
    await home.putEntries({
      ...{ user_id: 'dana', user_name: 'Dana', user_type: 'Admin', npc: true, gender: 'Female', cognitive_state: 40 },
      ...{
        email: 'd@example.org',
        phone: '1234567',
        address: 'x',
        birth_date: '1990-01-01',
        delta_year: 3,
        pet: 'cat',
      },
    });
    await home.putData('dana', 'memories/x', 'secret');
    const users = home.open();
    await users.setLook({ id: 'dana', color: 5, avatar: 'DA' }, caller);
    const user = await users.duplicate({ from: 'DANA', id: 'eve' }, caller);
    expect(user).toMatchObject({ id: 'eve', name: 'Eve', type: 'Admin', color: 5, avatar: null, hasFolder: true });
    expect((await home.entries())[1]).toEqual({
      ...{ user_id: 'eve', user_name: 'Eve', user_type: 'Admin', npc: true, gender: 'N/A', cognitive_state: 100 },
      ...{ email: null, phone: null, address: null, birth_date: null, delta_year: null },
      ...{ created_at: '2026-01-02T03:04:05.000000', last_seen: '2026-01-02T03:04:05.000000' },
    });
    expect(await readdir(home.dataOf('eve'))).not.toContain('memories');
  });

  it('is refused without a source, and under an id that is taken or unsafe', async () => {
    await home.putEntries({ user_id: 'dana' }, { user_id: 'Eve' });
    const users = home.open();
    const duplicate = (from: string, id: string) => users.duplicate({ from, id }, caller);
    await expect(duplicate('nobody', 'zoe')).rejects.toMatchObject({ code: 'users/unknown' });
    await expect(duplicate('dana', 'eve')).rejects.toMatchObject({ code: 'users/already-exists' });
    await expect(duplicate('dana', 'a..b')).rejects.toMatchObject({ code: 'users/id-unsafe' });
    expect(await home.entries()).toHaveLength(2);
  });
});

describe('an adopted entry', () => {
  it('comes whole, with its look, and goes again as it came', async () => {
    await home.putEntries({ user_id: 'dana' });
    const before = await readFile(home.registry, 'utf8');
    const users = home.open();
    const entry = { user_id: 'eve', email: 'no address', pet: { name: 'cat' } };
    const takeBack = await users.adopt({ entry, look: { color: 1, avatar: null }, replace: false });
    expect(await users.entry('EVE')).toMatchObject({ entry, look: { color: 1 } });
    await takeBack();
    expect(await readFile(home.registry, 'utf8')).toBe(before);
    await expect(users.entry('eve')).rejects.toMatchObject({ code: 'users/unknown' });
  });

  it('takes the place of the one that is there, only when asked to', async () => {
    await home.putEntries({ user_id: 'dana', x: 1 }, { user_id: 'eve' });
    const users = home.open();
    const adopt = (replace: boolean, id = 'dana') => users.adopt({ entry: { user_id: id, y: 2 }, look: null, replace });
    await expect(adopt(false)).rejects.toMatchObject({ code: 'users/already-exists' });
    await expect(adopt(true, 'zoe')).rejects.toMatchObject({ code: 'users/unknown' });
    await expect(adopt(false, '../x')).rejects.toMatchObject({ code: 'users/id-unsafe' });
    await adopt(true);
    expect(await home.entries()).toEqual([{ user_id: 'dana', y: 2 }, { user_id: 'eve' }]);
  });
});
