import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessState } from '../../src-shared/access.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import { createFiles } from '../lib/files.ts';
import { createAccess } from './index.ts';
import type { AccessPorts, Person } from './ports.ts';

const window: Caller = { kind: 'window', windowId: 4 };
const right = 'a right one';
const wrong = 'a wrong one';
const anna = { id: 'anna', name: 'Anna', type: 'Admin' };
const ben = { id: 'ben', name: 'Ben', type: 'Standard' };
let folder = '';
let people: readonly Person[] = [];
let current: CurrentUser = { state: 'known', id: 'anna', source: 'file' };
let windowUsers: Record<number, string> = {};
let outside: () => void = () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-access-'));
  people = [anna, ben];
  current = { state: 'known', id: 'anna', source: 'file' };
  windowUsers = {};
});
afterEach(() => rm(folder, { recursive: true }));

function open(extra: Partial<AccessPorts> = {}) {
  return createAccess({
    files: createFiles(),
    clock: { now: () => new Date(), tick: () => 0 },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    costs: { N: 2 ** 14, r: 8, p: 1 },
    folder: () => join(folder, 'access'),
    currentUser: async () => current,
    people: async () => people,
    windowUsers: () => windowUsers,
    onOutsideChange(listener) {
      outside = listener;
      return () => undefined;
    },
    ...extra,
  });
}

const stateOf = (access: ReturnType<typeof open>) => Promise.resolve(access.get(undefined, window));

describe('the state of access', () => {
  it('says who acts, who is Admin, and whose passphrase is set', async () => {
    windowUsers = { 4: 'ben', 5: 'gone' };
    const access = open();
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    expect(await stateOf(access)).toEqual({
      current: { id: 'anna', name: 'Anna', role: 'Admin', mayAll: false },
      windows: {
        4: { id: 'ben', name: 'Ben', role: 'Standard', mayAll: false },
        5: { id: 'gone', name: 'gone', role: 'Standard', mayAll: false },
      },
      windowId: 4,
      trouble: null,
      broken: false,
      admins: [{ id: 'anna', name: 'Anna' }],
      lastAdmin: 'anna',
      passphrases: { ben: { retryAt: null } },
      asking: null,
    });
  });

  it('knows a last Admin only where there are others to be locked out', async () => {
    people = [anna];
    expect((await stateOf(open())).lastAdmin).toBeNull();
    people = [anna, { ...ben, type: 'admin' }];
    expect((await stateOf(open())).lastAdmin).toBeNull();
    people = [ben];
    expect(await stateOf(open())).toMatchObject({ lastAdmin: null, current: { mayAll: true } });
  });

  it('says why nobody is known, and is told of when that changes', async () => {
    const access = open();
    const heard: AccessState[] = [];
    access.onChanged((state) => heard.push(state));
    await access.watch();
    current = { state: 'unreadable', text: '?', why: 'it is empty' };
    outside();
    await expect.poll(() => heard.at(-1)?.trouble?.code).toBe('home/user-id-unreadable');
    expect(heard.at(-1)?.current).toMatchObject({ id: null, role: null, mayAll: false });
    current = { state: 'known', id: 'ben', source: 'file' };
    outside();
    await expect.poll(() => heard.at(-1)?.current.id).toBe('ben');
    expect(heard.at(-1)?.trouble).toBeNull();
    await access.end();
  });

  it('hears of a passphrase that another process has set', async () => {
    const access = open();
    const heard: AccessState[] = [];
    access.onChanged((state) => heard.push(state));
    await access.watch();
    await open().setPassphrase({ userId: 'ben', passphrase: right }, window);
    await expect.poll(() => heard.at(-1)?.passphrases, { timeout: 3000 }).toEqual({ ben: { retryAt: null } });
    await access.end();
  });
});

describe('what stands before a switch', () => {
  it('is nothing for who has no passphrase', async () => {
    await open().requirePassphrase('ben', undefined);
    await open().requirePassphrase('ben', 'anything');
    await open().requirePassphrase('..', undefined);
  });

  it('is the passphrase for who has one', async () => {
    const access = open();
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    await expect(access.requirePassphrase('ben', undefined)).rejects.toMatchObject({
      code: 'access/passphrase-needed',
    });
    await expect(access.requirePassphrase('ben', wrong)).rejects.toMatchObject({ code: 'access/passphrase-wrong' });
    await access.requirePassphrase('ben', right);
    expect(await access.unlock('ben', right)).toHaveLength(32);
  });

  it('is shut where the file cannot be used', async () => {
    const access = open();
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    await writeFile(join(folder, 'access', 'ben.json'), '{');
    await expect(access.requirePassphrase('ben', right)).rejects.toMatchObject({
      code: 'access/passphrase-unreadable',
    });
    await expect(access.requirePassphrase('ben', undefined)).rejects.toMatchObject({
      code: 'access/passphrase-needed',
    });
  });

  it('tells until when no try is taken', async () => {
    const access = open();
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    const heard: AccessState[] = [];
    access.onChanged((state) => heard.push(state));
    for (let time = 0; time < 3; time += 1) await access.requirePassphrase('ben', wrong).catch(() => undefined);
    expect(Date.parse(heard.at(-1)?.passphrases.ben?.retryAt ?? '')).toBeGreaterThan(Date.now());
    expect(await stateOf(access)).toMatchObject({ passphrases: { ben: { retryAt: expect.any(String) } } });
  });
});

describe('a passphrase', () => {
  it('is set for who is in the registry', async () => {
    await expect(open().setPassphrase({ userId: 'nobody', passphrase: right }, window)).rejects.toMatchObject({
      code: 'users/unknown',
    });
  });

  it('is changed, verified and removed with the old one, or forgotten without', async () => {
    const access = open();
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    const [code] = ['access/passphrase-wrong'];
    await expect(
      access.changePassphrase({ userId: 'ben', old: wrong, passphrase: 'another one' }, window),
    ).rejects.toMatchObject({ code });
    await access.changePassphrase({ userId: 'ben', old: right, passphrase: 'another one' }, window);
    await expect(access.removePassphrase({ userId: 'ben', passphrase: right }, window)).rejects.toMatchObject({ code });
    expect(await access.verifyPassphrase({ userId: 'ben', passphrase: 'another one' }, window)).toBeNull();
    const removed = await access.removePassphrase({ userId: 'ben', passphrase: 'another one' }, window);
    expect(removed.passphrases).toEqual({});
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    expect((await access.forgetPassphrase({ userId: 'ben' }, window)).passphrases).toEqual({});
  });

  it('goes with its user', async () => {
    const access = open();
    await access.setPassphrase({ userId: 'ben', passphrase: right }, window);
    await access.forgetUser('ben');
    await access.forgetUser('ben');
    await access.requirePassphrase('ben', undefined);
  });
});

it('lets one window ask for what the tray could not, until that window does', async () => {
  const access = open();
  await access.ask(4, 'ben', 'switch');
  expect((await stateOf(access)).asking).toEqual({ windowId: 4, userId: 'ben', what: 'switch' });
  expect((await access.endAsking(undefined, window)).asking).toBeNull();
});
