import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretsStage, type SecretsStage } from './testing/secrets-stage.ts';

let stage: SecretsStage;
beforeEach(async () => {
  stage = await createSecretsStage();
});
afterEach(() => stage.end());

const fileOf = () => join(stage.folder, 'secrets', 'users', 'anna.json');
const textOf = () => readFile(fileOf(), 'utf8');
const pass = () => ({ text: 'a passphrase', key: new Uint8Array(32).fill(7) });

describe('secrets under the operating system', () => {
  it('survive the process, are on the disk in no clear, and go one by one', async () => {
    await stage.set(stage.open(stage.keychain), { 'one/apiKey': 'sk-first', 'two/apiKey': 'sk-second' });
    const later = stage.open(stage.keychain);
    expect(await stage.see(later)).toEqual({ 'one/apiKey': 'sk-first', 'two/apiKey': 'sk-second' });
    expect(await textOf()).not.toMatch(/sk-(first|second)/);
    await stage.set(later, { 'one/apiKey': null, 'two/apiKey': 'sk-third' });
    expect(await stage.see(stage.open(stage.keychain))).toEqual({ 'two/apiKey': 'sk-third' });
  });

  it('tell a locked keyring from what another computer kept', async () => {
    await stage.set(stage.open(stage.keychain), { 'one/apiKey': 'sk-first' });
    stage.keychain.become({ kind: 'none', why: 'it is locked' });
    const store = stage.open(stage.keychain);
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'secrets/unavailable' });
    expect(await store.users.protection('anna')).toMatchObject({ kind: 'none' });
    stage.keychain.become({ kind: 'system', backend: 'gnome_libsecret' });
    stage.keychain.moveElsewhere();
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'secrets/unreadable' });
    // What is entered anew can be read, and what is lost is told of, not removed.
    await stage.set(store, { 'two/apiKey': 'sk-new' });
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'secrets/unreadable', 'two/apiKey': 'sk-new' });
  });

  it('do not open in the file of somebody else, nor in another place of their own', async () => {
    const store = stage.open(stage.keychain);
    await stage.set(store, { 'one/apiKey': 'sk-first', 'two/apiKey': 'sk-second' });
    const text = await textOf();
    await writeFile(join(stage.folder, 'secrets', 'users', 'ben.json'), text);
    const ofBen = await store.users.read('ben');
    expect([...ofBen.byName.values()].map((one) => one.state)).toEqual(['unreadable', 'unreadable']);
    await writeFile(fileOf(), text.replace('one/apiKey', 'new/apiKey').replace('two/apiKey', 'one/apiKey'));
    expect(await stage.see(store)).toEqual({ 'new/apiKey': 'secrets/unreadable', 'one/apiKey': 'secrets/unreadable' });
  });
});

describe('a weak protection', () => {
  it('keeps nothing before somebody allows it, and what was kept comes back into memory', async () => {
    stage.keychain.become({ kind: 'weak', backend: 'basic_text' });
    const store = stage.open(stage.keychain);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    await expect(textOf()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'sk-first' });
    expect(await stage.see(stage.open(stage.keychain))).toEqual({});
    await store.users.allowWeak('anna', true, false);
    expect(await store.users.protection('anna')).toEqual({ kind: 'weak', backend: 'basic_text', isAllowed: true });
    expect(await stage.see(stage.open(stage.keychain))).toEqual({ 'one/apiKey': 'sk-first' });
    await store.users.allowWeak('anna', false, false);
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'sk-first' });
    expect(await stage.see(stage.open(stage.keychain))).toEqual({});
  });

  it('is not gone on with where there is a better one', async () => {
    stage.keychain.become({ kind: 'weak', backend: 'basic_text' });
    const store = stage.open(stage.keychain);
    await store.users.allowWeak('anna', true, false);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    stage.keychain.become({ kind: 'system', backend: 'gnome_libsecret' });
    await stage.set(store, { 'two/apiKey': 'sk-second' });
    const { safes } = JSON.parse(await textOf());
    expect(safes.map((safe: { key: { backend: string } }) => safe.key.backend)).toEqual([
      'basic_text',
      'gnome_libsecret',
    ]);
  });
});

describe('a user’s passphrase', () => {
  it('is needed for what was kept before and after it was set, and no longer once it is removed', async () => {
    const store = stage.open(stage.keychain);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    stage.passphrase = pass();
    await store.passphrases.wasSet('anna', stage.passphrase.key);
    await stage.set(store, { 'two/apiKey': 'sk-second' });
    const both = { 'one/apiKey': 'sk-first', 'two/apiKey': 'sk-second' };
    expect(await stage.see(store)).toEqual(both);
    const later = stage.open(stage.keychain);
    expect(await stage.see(later)).toEqual({ 'one/apiKey': 'locked', 'two/apiKey': 'locked' });
    expect(await later.users.isLocked('anna')).toBe(true);
    await expect(stage.set(later, { 'two/apiKey': 'sk-other' })).rejects.toMatchObject({ code: 'settings/locked' });
    await expect(later.users.unlock('anna', 'another')).rejects.toMatchObject({ code: 'access/passphrase-wrong' });
    await later.users.unlock('anna', 'a passphrase');
    expect(await stage.see(later)).toEqual(both);
    later.users.lock('anna');
    expect(await later.users.isLocked('anna')).toBe(true);
    await later.passphrases.willBeRemoved('anna', stage.passphrase.key, 'a passphrase');
    stage.passphrase = null;
    expect(await stage.see(stage.open(stage.keychain))).toEqual(both);
  });

  it('takes what it wraps with it where it is forgotten', async () => {
    const store = stage.open(stage.keychain);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    stage.passphrase = pass();
    await store.passphrases.wasSet('anna', stage.passphrase.key);
    stage.passphrase = null;
    // Cut off before it was dropped: it cannot be read, which is not the same as none.
    expect(await stage.see(stage.open(stage.keychain))).toEqual({ 'one/apiKey': 'secrets/unreadable' });
    await store.passphrases.wasForgotten('anna');
    expect(await stage.see(store)).toEqual({});
  });

  it('is opened by the key that a switch has opened already', async () => {
    const store = stage.open(stage.keychain);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    stage.passphrase = pass();
    await store.passphrases.wasSet('anna', stage.passphrase.key);
    store.users.lock('anna');
    store.opened('anna', stage.passphrase.key);
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'sk-first' });
  });
});

describe('the command line', () => {
  it('keeps under a passphrase of its own, which the app opens, too, and says what only the app can read', async () => {
    await stage.set(stage.open(stage.keychain), { 'one/apiKey': 'sk-of-app' });
    const command = stage.open('passphrase');
    expect(await stage.see(command)).toEqual({ 'one/apiKey': 'secrets/kept-by-app' });
    await expect(stage.set(command, { 'two/apiKey': 'sk-two' })).rejects.toMatchObject({ code: 'settings/locked' });
    await command.users.unlock('anna', 'of the shell');
    await stage.set(command, { 'two/apiKey': 'sk-of-command' });
    expect(await textOf()).not.toContain('sk-of-command');
    const next = stage.open('passphrase');
    expect(await stage.see(next)).toMatchObject({ 'two/apiKey': 'locked' });
    await expect(next.users.unlock('anna', 'wrong')).rejects.toMatchObject({ code: 'access/passphrase-wrong' });
    await next.users.unlock('anna', 'of the shell');
    expect(await stage.see(next)).toMatchObject({ 'two/apiKey': 'sk-of-command' });
    const app = stage.open(stage.keychain);
    expect(await app.users.isLocked('anna')).toBe(true);
    await app.users.unlock('anna', 'of the shell');
    expect(await stage.see(app)).toEqual({ 'one/apiKey': 'sk-of-app', 'two/apiKey': 'sk-of-command' });
  });

  it('takes the user’s own passphrase where there is one, and puts a new one around what the app keeps', async () => {
    await stage.set(stage.open(stage.keychain), { 'one/apiKey': 'sk-of-app' });
    stage.passphrase = pass();
    const command = stage.open('passphrase');
    await command.passphrases.wasSet('anna', stage.passphrase.key);
    await stage.set(command, { 'two/apiKey': 'sk-of-command' });
    const app = stage.open(stage.keychain);
    expect(await stage.see(app)).toEqual({ 'one/apiKey': 'locked', 'two/apiKey': 'locked' });
    await app.users.unlock('anna', 'a passphrase');
    expect(await stage.see(app)).toEqual({ 'one/apiKey': 'sk-of-app', 'two/apiKey': 'sk-of-command' });
    await app.passphrases.willBeRemoved('anna', stage.passphrase.key, 'a passphrase');
    stage.passphrase = null;
    const next = stage.open('passphrase');
    await next.users.unlock('anna', 'a passphrase');
    expect(await stage.see(next)).toMatchObject({ 'two/apiKey': 'sk-of-command' });
  });
});

describe('what is not to be kept on the disk', () => {
  it('is taken from it, stays in memory, and is forgotten', async () => {
    const store = stage.open(stage.keychain);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    await stage.set(store, { 'one/apiKey': 'sk-first' }, true);
    expect(await stage.see(stage.open(stage.keychain))).toEqual({});
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'sk-first' });
    store.users.forgetMemory('anna');
    expect(await stage.see(store)).toEqual({});
  });

  it('is kept nowhere else where there is no protection at all', async () => {
    const store = stage.open(undefined);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'sk-first' });
    expect(await readdir(stage.folder)).toEqual([]);
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['empty', ''],
    ['truncated', '{"version":1,"safes":['],
    ['another', '{"version":1,"allowsWeak":"yes","safes":[]}'],
    ['binary', '\u0000\u0001\u0002'],
  ])('%s: is told of, left as it is, and put aside when a key is entered anew', async (_what, text) => {
    await mkdir(join(stage.folder, 'secrets', 'users'), { recursive: true });
    await writeFile(fileOf(), text);
    const store = stage.open(stage.keychain);
    expect(await stage.see(store)).toEqual({ fault: 'secrets/file-unreadable' });
    expect(await textOf()).toBe(text);
    await stage.set(store, { 'one/apiKey': 'sk-first' });
    expect(await stage.see(store)).toEqual({ 'one/apiKey': 'sk-first' });
    const aside = (await readdir(join(stage.folder, 'secrets', 'users'))).filter((name) => name.includes('.damaged-'));
    expect(aside).toHaveLength(1);
  });

  it('newer, or a link: nothing is written over it', async () => {
    await mkdir(join(stage.folder, 'secrets', 'users'), { recursive: true });
    await writeFile(fileOf(), '{"version":9}');
    const store = stage.open(stage.keychain);
    expect(await stage.see(store)).toEqual({ fault: 'secrets/newer' });
    await expect(stage.set(store, { 'one/apiKey': 'sk' })).rejects.toMatchObject({ code: 'secrets/newer' });
    await writeFile(join(stage.folder, 'target'), '{}');
    const ben = join(stage.folder, 'secrets', 'users', 'ben.json');
    await symlink(join(stage.folder, 'target'), ben);
    expect((await store.users.read('ben')).fault).toMatchObject({ code: 'secrets/file-unreadable' });
  });
});

describe('what belongs to the app itself', () => {
  it('survives under a keyring, and is in memory alone elsewhere', async () => {
    await stage.open(stage.keychain).app.set('lightrag/memory', 'canary-of-a-server');
    const later = stage.open(stage.keychain);
    expect(await later.app.get('lightrag/memory')).toBe('canary-of-a-server');
    expect(await later.app.isLasting()).toBe(true);
    expect(await readFile(join(stage.folder, 'secrets', 'app', 'secrets.json'), 'utf8')).not.toContain('canary');
    await expect(stage.open('passphrase').app.get('lightrag/memory')).rejects.toMatchObject({
      code: 'secrets/kept-by-app',
    });
    await later.app.remove('lightrag/memory');
    expect(await stage.open(stage.keychain).app.get('lightrag/memory')).toBeNull();
    stage.keychain.become({ kind: 'weak', backend: 'basic_text' });
    const weak = stage.open(stage.keychain);
    await weak.app.set('lightrag/memory', 'canary-of-a-server');
    expect(await weak.app.isLasting()).toBe(false);
    expect(await weak.app.get('lightrag/memory')).toBe('canary-of-a-server');
    expect(await stage.open(stage.keychain).app.get('lightrag/memory')).toBeNull();
  });
});
