import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import type { Settings } from '../src-shared/settings.ts';
import { test as base, expect } from './fixtures.ts';
import { type Keyring, startKeyring, whyNoKeyring } from './stand-ins/keyring.ts';
import { allowWeakProtection, askForSettings, enterLightRagKey, saveKey, settingsOf } from './support/settings-api.ts';

const key = 'sk-canary-under-a-keyring-77e01c';
const serverKey = 'canary-of-a-server-51b2';

/** With a keyring as after a login; a test may stop it. */
const test = base.extend<{ readonly keyring: Keyring }>({
  keyring: async ({ folder }, use, info) => {
    const why = whyNoKeyring();
    info.skip(why !== null, why ?? '');
    const keyring = await startKeyring(join(folder, 'keyring'));
    await use(keyring);
    await keyring.stop();
  },
});

/** No keyring and no desktop that could have one. */
const without = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_CURRENT_DESKTOP: 'none' };

/** The files below a folder that have a text in them, in clear or as base64. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path, 'latin1').catch(() => '');
    if ([text, Buffer.from(text).toString('base64').replace(/=+$/, '')].some((one) => content.includes(one)))
      found.push(path);
  }
  return found;
}

async function settings(page: Page): Promise<Settings> {
  return settingsOf(await page.evaluate(askForSettings));
}

const stateOf = ({ configurations }: Settings) => configurations[0]?.secrets.apiKey;

test.describe('with a keyring', () => {
  test('a key survives a restart of the app, and is on the disk in no clear', async ({ home, keyring, launch }) => {
    const first = await launch({ env: keyring.env });
    expect((await settings(first.page)).protection).toEqual({ kind: 'system', backend: 'gnome_libsecret' });
    const saved = settingsOf(await first.page.evaluate(saveKey, key));
    expect(stateOf(saved)).toEqual({ state: 'set', last4: key.slice(-4) });
    await first.page.evaluate(enterLightRagKey, serverKey);
    await first.quit();
    for (const secret of [key, serverKey]) expect(await filesWith(home.folder, secret)).toEqual([]);
    const kept = await readFile(join(home.folder, 'desktop', 'secrets', 'users', 'anna.json'), 'utf8');
    // How Chromium marks what the keyring's key has sealed.
    const [safe] = JSON.parse(kept).safes;
    expect(Buffer.from(safe.key.data, 'base64').subarray(0, 3).toString()).toBe('v11');

    const second = await launch({ env: keyring.env });
    expect(stateOf(await settings(second.page))).toEqual({ state: 'set', last4: key.slice(-4) });
    const looked = await second.page.evaluate(() => window.persag.lightrag.look({ again: true }));
    expect(looked.ok && looked.value.services[1]?.access).toMatchObject({
      from: 'entered',
      lasting: true,
      trouble: null,
    });
    expect(second.output()).not.toContain(key);
  });

  test('that is gone, a key cannot be read, which is not the same as none', async ({ keyring, launch, cli }) => {
    const first = await launch({ env: keyring.env });
    await first.page.evaluate(saveKey, key);
    await first.quit();
    await keyring.stop();
    const second = await launch({ env: without });
    expect(stateOf(await settings(second.page))).toMatchObject({
      state: 'unreadable',
      error: { code: 'secrets/unavailable' },
    });
    const told = await cli(['settings', 'list', '--json']);
    expect(stateOf(told.json<Settings>())).toMatchObject({
      state: 'unreadable',
      error: { code: 'secrets/kept-by-app' },
    });
  });
});

test.describe('without a keyring', () => {
  test('the app says so, and keeps no key before somebody allows it', async ({ home, launch }) => {
    const first = await launch({ env: without });
    expect((await settings(first.page)).protection).toEqual({ kind: 'weak', backend: 'basic_text', isAllowed: false });
    expect(stateOf(settingsOf(await first.page.evaluate(saveKey, key)))).toMatchObject({ state: 'set' });
    await first.quit();
    expect(await filesWith(home.folder, key)).toEqual([]);

    const second = await launch({ env: without });
    expect(stateOf(await settings(second.page))).toEqual({ state: 'none' });
    const allowed = settingsOf(await second.page.evaluate(allowWeakProtection));
    expect(allowed.protection).toMatchObject({ kind: 'weak', isAllowed: true });
    await second.page.evaluate(saveKey, key);
    await second.quit();

    const third = await launch({ env: without });
    expect(stateOf(await settings(third.page))).toEqual({ state: 'set', last4: key.slice(-4) });
    expect(await filesWith(home.folder, key)).toEqual([]);
  });
});

test('what a command keeps under a passphrase, the app opens with the same', async ({ folder, cli, launch, home }) => {
  const [secret, passphrase] = [join(folder, 'secret'), 'of the shell'];
  await writeFile(secret, `${key}\n`);
  const made = await cli(
    [
      ...['settings', 'set', 'Shell', '--provider', 'openai', '--model', 'm'],
      ...['--secret-file', `apiKey=${secret}`, '--passphrase-stdin'],
    ],
    { input: `${passphrase}\n` },
  );
  expect(made.code, made.stderr).toBe(0);
  expect(await filesWith(home.folder, key)).toEqual([]);
  const { page } = await launch({ env: without });
  const locked = await settings(page);
  expect([locked.isLocked, stateOf(locked)]).toEqual([true, { state: 'locked' }]);
  const opened = settingsOf(
    await page.evaluate((text) => window.persag.settings.unlock({ passphrase: text }), passphrase),
  );
  expect(stateOf(opened)).toEqual({ state: 'set', last4: key.slice(-4) });
});
