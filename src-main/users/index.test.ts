import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { newUser, type UsersState } from '../../src-shared/users.ts';
import { createFiles } from '../lib/files.ts';
import { createUsers, type UsersPorts } from './index.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder = '';
let path = '';
let currentId: string | null = 'paula';
let outside: () => void = () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-users-'));
  path = join(folder, 'data', 'users_registry.json');
  currentId = 'paula';
});
afterEach(() => rm(folder, { recursive: true }));

function open(extra: Partial<UsersPorts> = {}) {
  return createUsers({
    files: createFiles(),
    clock: { now: () => new Date(2026, 0, 2, 3, 4, 5), tick: () => 0 },
    log: quiet,
    registryFile: async () => path,
    currentUserId: async () => currentId,
    prepareUserFolders: async (id) => void (await mkdir(join(folder, 'data', 'agno', id), { recursive: true })),
    onOutsideChange(listener) {
      outside = listener;
      return () => undefined;
    },
    ...extra,
  });
}

async function put(text: string): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(path, text);
}

async function names(users: ReturnType<typeof open>): Promise<readonly string[]> {
  const state = await users.list(undefined, caller);
  return state.state === 'ready' ? state.users.map((user) => user.id) : [];
}

describe('users', () => {
  it('has nobody but the current user where there is no registry, and writes nothing', async () => {
    const state = await open().list(undefined, caller);
    expect(state).toMatchObject({ state: 'ready', registry: path, users: [{ id: 'paula', isCurrent: true }] });
    currentId = null;
    expect(await names(open())).toEqual([]);
    await expect(stat(path)).rejects.toThrow();
  });

  it('creates a user with the upstream fields and the folders, whatever capitals were typed', async () => {
    const users = open();
    const user = await users.create(newUser.parse({ id: '  Dana ', name: 'Dana D.' }), caller);
    expect(user).toMatchObject({ id: 'dana', name: 'Dana D.', type: 'Standard', isCurrent: false, unsafe: null });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      users: [{ user_id: 'dana', user_name: 'Dana D.', created_at: '2026-01-02T03:04:05.000000', gender: 'N/A' }],
    });
    expect((await stat(join(folder, 'data', 'agno', 'dana'))).isDirectory()).toBe(true);
  });

  it('loses no user where several processes add some at once', async () => {
    const ids = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
    // Each feature keeps its own order only, as a process does.
    const clock = { now: () => new Date(), tick: () => 0 };
    await Promise.all(ids.map((id) => open({ clock }).create(newUser.parse({ id }), caller)));
    expect([...(await names(open()))].sort()).toEqual([...ids, 'paula']);
    expect(await readdir(join(folder, 'data'))).toEqual(['agno', 'users_registry.json']);
  });

  it('refuses unsafe ids and writes nothing', async () => {
    const users = open();
    const unsafe = ['', '..', 'a/b', 'CON', 'con.txt', 'a..b', 'dot.', '-x', 'ä', 'a b', 'x'.repeat(64), 'a\\b', 'nul'];
    for (const id of unsafe) {
      await expect(users.create(newUser.parse({ id }), caller)).rejects.toMatchObject({ code: 'users/id-unsafe' });
    }
    await expect(stat(join(folder, 'data'))).rejects.toThrow();
  });

  it('takes no name that would write on a terminal as it pleases', () => {
    for (const name of ['a\nb', 'x\u001b[2J', 'bell\u0007'])
      expect(newUser.safeParse({ id: 'dana', name }).success).toBe(false);
    expect(newUser.parse({ id: 'dana', name: ' Zoë 李 & Co ' }).name).toBe('Zoë 李 & Co');
  });

  it('tells of the newest state last, however slow an older reading was', async () => {
    const waits: ((id: string) => void)[] = [];
    const users = open({ currentUserId: () => new Promise((resolve) => waits.push(resolve)) });
    const heard: UsersState[] = [];
    users.onChanged((state) => heard.push(state));
    users.watch();
    outside();
    outside();
    await expect.poll(() => waits.length).toBe(1);
    waits[0]?.('older');
    await expect.poll(() => waits.length).toBe(2);
    waits[1]?.('newer');
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.at(-1)).toMatchObject({ users: [{ id: 'newer' }] });
    await users.end();
  });

  it('refuses an id that is there already in any letter case', async () => {
    await put('{"users": [{"user_id": "Dana"}]}');
    const before = await readFile(path);
    await expect(open().create(newUser.parse({ id: 'dana' }), caller)).rejects.toMatchObject({
      code: 'users/already-exists',
    });
    expect(await readFile(path)).toEqual(before);
  });

  it('shows a registry that is not JSON as unreadable, touches nothing and refuses to create', async () => {
    await put('{"users": [oops');
    const users = open();
    expect(await users.list(undefined, caller)).toMatchObject({
      state: 'unreadable',
      error: { code: 'users/registry-unreadable' },
    });
    await expect(users.create(newUser.parse({ id: 'eve' }), caller)).rejects.toMatchObject({
      code: 'users/registry-unreadable',
    });
    await expect(users.require('eve')).rejects.toMatchObject({ code: 'users/registry-unreadable' });
    expect(await readFile(path, 'utf8')).toBe('{"users": [oops');
  });

  it('takes the entry back when the folders cannot be made', async () => {
    const refuse = async () => {
      throw new Fault('users/folder-outside', 'a link');
    };
    const users = open({ prepareUserFolders: refuse });
    await expect(users.create(newUser.parse({ id: 'eve' }), caller)).rejects.toMatchObject({
      code: 'users/folder-outside',
    });
    await expect(stat(path)).rejects.toThrow();
  });

  it('knows who may be switched to', async () => {
    await put('{"users": [{"user_id": "dana"}, {"user_id": "Paula.Smith"}, {"user_id": "a..b"}]}');
    const users = open();
    await expect(users.require('dana')).resolves.toMatchObject({ id: 'dana' });
    await expect(users.require('nobody')).rejects.toMatchObject({ code: 'users/unknown' });
    await expect(users.require('a..b')).rejects.toMatchObject({ code: 'users/id-unsafe' });
    await expect(users.require('paula.smith')).rejects.toMatchObject({ code: 'users/id-unsafe' });
  });

  it('records a visit, keeps strange fields and gives the former bytes back', async () => {
    const text = '{"users": [{"user_id": "dana", "x": 1}], "y": [2]}\n';
    await put(text);
    const users = open();
    const takeBack = await users.touchLastSeen('dana');
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      y: [2],
      users: [{ user_id: 'dana', x: 1, last_seen: '2026-01-02T03:04:05.000000' }],
    });
    await takeBack();
    expect(await readFile(path, 'utf8')).toBe(text);
    await (await users.touchLastSeen('nobody'))();
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('does not take back over what another program wrote meanwhile', async () => {
    await put('{"users": [{"user_id": "dana"}]}');
    const takeBack = await open().touchLastSeen('dana');
    await put('{"users": [{"user_id": "other"}]}');
    await takeBack();
    expect(await readFile(path, 'utf8')).toContain('other');
  });

  it('loses no user when many are created at once', async () => {
    const users = open();
    const ids = Array.from({ length: 20 }, (_unused, index) => `user${index}`);
    await Promise.all(ids.map((id) => users.create(newUser.parse({ id }), caller)));
    expect((await names(users)).toSorted()).toEqual([...ids, 'paula'].toSorted());
  });

  it('tells of a change made by others once, with the whole state', async () => {
    const users = open();
    const heard: UsersState[] = [];
    users.onChanged((state) => heard.push(state));
    users.watch();
    await put('{"users": [{"user_id": "dana"}]}');
    outside();
    outside();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]).toMatchObject({ state: 'ready', users: [{ id: 'dana' }, { id: 'paula' }] });
    currentId = 'dana';
    outside();
    await expect.poll(() => heard.length).toBe(2);
    await users.end();
  });
});
