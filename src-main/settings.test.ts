import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { type Api, contract } from '../src-shared/contract.ts';
import type { Caller } from '../src-shared/define.ts';
import type { Result } from '../src-shared/errors.ts';
import type { configurationDraft, Settings } from '../src-shared/settings.ts';
import { connect } from './dispatch.ts';
import { createFakeKeychain } from './secrets/testing/fake-keychain.ts';
import { type Household, openHousehold } from './testing/open-household.ts';

const key = 'sk-of-anna-0123456789';
const openai: z.input<typeof configurationDraft> = {
  ...{ id: null, revision: 0, name: 'Work', provider: 'openai', fields: {}, model: 'gpt-x', parameters: {} },
  secrets: { apiKey: { kind: 'set', value: key } },
};
const cli: Caller = { kind: 'cli', windowId: 0 };

let household: Household;
beforeEach(async () => {
  household = await openHousehold();
});
afterEach(() => household.end());

const as = (caller: Caller): Api => connect(contract, household.app.features, household.app.calls, caller);

/** The answer of a call that has to go well. */
async function good<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const codeOf = async (answer: Promise<Result<unknown>>) => {
  const result = await answer;
  return result.ok ? 'ok' : result.error.code;
};

describe('settings through the door', () => {
  it('belong to whoever the window acts for, and to nobody else', async () => {
    const [anna, ben] = [as(household.windowOf('anna')), as(household.windowOf('ben'))];
    const saved = await good(anna.settings.saveConfiguration(openai));
    expect(saved).toMatchObject({
      userId: 'anna',
      configurations: [{ name: 'Work', revision: 1, secrets: { apiKey: { state: 'set', last4: '6789' } } }],
    });
    expect(await good(ben.settings.get())).toMatchObject({ userId: 'ben', configurations: [] });
    // Not for an Admin either: anna cannot name ben, and ben's stays as it is.
    const [id = ''] = saved.configurations.map((one) => one.id);
    expect(await codeOf(ben.settings.removeConfiguration({ id }))).toBe('settings/unknown-configuration');
    expect(await good(as(cli).settings.get())).toEqual(await good(anna.settings.get()));
  });

  it('are resolved with their secrets, frozen, for their user alone', async () => {
    const { features } = household.app;
    const anna = as(household.windowOf('anna'));
    const [made] = (await good(anna.settings.saveConfiguration(openai))).configurations;
    const resolved = await features.settings.resolve('anna', made?.id ?? '');
    expect(resolved).toMatchObject({ userId: 'anna', provider: 'openai', secrets: { apiKey: key }, model: 'gpt-x' });
    expect(Object.isFrozen(resolved) && Object.isFrozen(resolved.secrets)).toBe(true);
    await expect(features.settings.resolve('ben', made?.id ?? '')).rejects.toMatchObject({
      code: 'settings/unknown-configuration',
    });
  });

  it('are read anew after another process wrote, and two forms do not undo each other', async () => {
    const anna = as(household.windowOf('anna'));
    const [made] = (await good(anna.settings.saveConfiguration(openai))).configurations;
    const draft = { ...openai, id: made?.id ?? '', revision: 1, secrets: {} };
    await good(anna.settings.saveConfiguration({ ...draft, name: 'Elsewhere' }));
    expect(await codeOf(as(cli).settings.saveConfiguration({ ...draft, name: 'Here' }))).toBe('settings/changed');
    const path = join(household.home, 'desktop', 'settings', 'anna', 'settings.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Elsewhere', 'By hand'));
    expect((await good(anna.settings.get())).configurations[0]?.name).toBe('By hand');
  });

  it('are read by a Guest and changed by nobody in that role', async () => {
    const gina = as(household.windowOf('gina'));
    expect(await good(gina.settings.get())).toMatchObject({ userId: 'gina' });
    expect(await codeOf(gina.settings.saveConfiguration(openai))).toBe('access/not-allowed');
  });

  it('answer nobody else than they were asked for', async () => {
    const window = household.windowOf('ben');
    const { shell } = household.app.features;
    const late = as(window).settings.get();
    shell.setWindowUser(window.windowId, 'carl');
    expect(await codeOf(late)).toBe('settings/user-changed');
    const saving = as(window).settings.saveConfiguration({ ...openai, name: 'Of Carl' });
    await Promise.resolve();
    shell.setWindowUser(window.windowId, 'ben');
    expect(await codeOf(saving)).toMatch(/^(settings\/user-changed|ok)$/);
  });

  it('are told of without a word of what they are', async () => {
    const heard: unknown[] = [];
    household.app.features.settings.onChanged((news) => heard.push(news));
    await good(as(household.windowOf('anna')).settings.saveConfiguration(openai));
    expect(heard).toEqual([{ userId: 'anna' }]);
  });

  it('go with their user, among the backups; the next one of that id begins without any', async () => {
    const [anna, carl] = [as(household.windowOf('anna')), as(household.windowOf('carl'))];
    await good(carl.settings.saveConfiguration(openai));
    const plan = await good(anna.users.planDelete({ id: 'carl', scope: 'everything', backup: true }));
    await good(anna.users.delete({ planId: plan.id, confirm: 'carl' }));
    await good(anna.users.create({ id: 'carl' }));
    expect(await good(carl.settings.get())).toMatchObject({ userId: 'carl', configurations: [], trouble: null });
    const kept = await readdir(join(household.home, 'backups', 'user_settings'));
    expect(kept).toMatchObject([expect.stringMatching(/^carl_/)]);
    // Who has set something before they were added keeps it.
    await household.setCurrent('USER_ID=nora\n');
    await good(as(cli).settings.saveConfiguration({ ...openai, provider: 'ollama', secrets: {} }));
    await good(anna.users.create({ id: 'nora' }));
    expect((await good(as(cli).settings.get())).configurations).toHaveLength(1);
  });

  it('are in no file in clear, where there is nothing to protect a key with', async () => {
    const settings: Settings = await good(as(household.windowOf('anna')).settings.saveConfiguration(openai));
    expect(settings.protection).toMatchObject({ kind: 'none', error: { code: 'secrets/unavailable' } });
    const path = join(household.home, 'desktop', 'settings', 'anna', 'settings.json');
    expect(await readFile(path, 'utf8')).not.toContain(key);
  });
});

describe('settings in a running app', () => {
  let running: Household;
  beforeEach(async () => {
    running = await openHousehold({}, { watch: true }, { keychain: createFakeKeychain() });
    const { shell } = running.app.features;
    shell.noteWindow(1, null);
  });
  afterEach(() => running.end());

  const inWindow = (windowId: number): Api =>
    connect(contract, running.app.features, running.app.calls, { kind: 'window', windowId });

  it('hear of what another process wrote', async () => {
    const heard: unknown[] = [];
    await good(inWindow(1).settings.get());
    running.app.features.settings.onChanged((news) => heard.push(news));
    const folder = join(running.home, 'desktop', 'settings', 'anna');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), '{');
    await expect.poll(() => heard, { timeout: 5000 }).toContainEqual({ userId: 'anna' });
    expect((await good(inWindow(1).settings.get())).trouble?.error.code).toBe('settings/unreadable');
  });

  it('are unlocked by a switch with the passphrase, and locked again when their user has gone', async () => {
    const passphrase = 'a right passphrase';
    const carl = running.windowOf('carl');
    running.app.features.shell.noteWindow(carl.windowId, 'carl');
    await good(inWindow(carl.windowId).settings.saveConfiguration(openai));
    await good(inWindow(carl.windowId).access.setPassphrase({ userId: 'carl', passphrase }));
    expect((await good(inWindow(carl.windowId).settings.get())).isLocked).toBe(false);
    running.app.features.shell.forgetWindow(carl.windowId);
    const lockedFor = async () => {
      running.app.features.shell.noteWindow(50, 'carl');
      const { isLocked } = await good(inWindow(50).settings.get());
      running.app.features.shell.forgetWindow(50);
      return isLocked;
    };
    await expect.poll(lockedFor, { timeout: 5000 }).toBe(true);
    await good(inWindow(1).switching.start({ userId: 'carl', services: false, passphrase }));
    const settings = await good(inWindow(1).settings.get());
    expect(settings).toMatchObject({ userId: 'carl', isLocked: false });
    expect(settings.configurations[0]?.secrets.apiKey).toMatchObject({ state: 'set' });
    await good(inWindow(1).switching.start({ userId: 'anna', services: false }));
    await expect.poll(lockedFor, { timeout: 5000 }).toBe(true);
  });
});
