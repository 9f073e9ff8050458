import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { someAccess, someActor } from '../../testing/access-facts.ts';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import { someBatch, someConfiguration, someReadySettings, someSettings, uuid } from '../../testing/settings-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const paula = someReadySettings({ configurations: [someConfiguration(1, { name: 'Of Paula' })] });
const ben = someSettings({
  userId: 'ben',
  configurations: [someConfiguration(2, { name: 'Of Ben' })],
  activeConfigurationId: uuid(2),
});
const actsForBen = someAccess({ windows: { 7: someActor('ben') } });

async function openSettings(hash = '#settings'): Promise<void> {
  fake = createFakeApi({ settings: paula });
  window = await openTestWindow({}, fake, hash);
}
/** The window comes to act for Ben, as main tells it. */
const toBen = (settings = ben) =>
  act(async () => {
    fake.tell('settings', settings);
    fake.tell('access', actsForBen);
  });

describe('a window that comes to act for somebody else', () => {
  it('shows nothing of the former user: neither list nor form nor what was typed', async () => {
    await openSettings();
    await act(async () => document.querySelector<HTMLElement>(`[data-row="${uuid(1)}"]`)?.click());
    await window.click('Replace: API key');
    await window.type('API key', 'sk-paulas-canary');
    await window.type('Name', 'Typed by Paula');
    await toBen();
    expect(document.body.innerHTML).toContain('Of Ben');
    expect(document.body.innerHTML).not.toMatch(/Of Paula|Typed by Paula|sk-paulas-canary/);
    expect(document.querySelector('.side-panel')).toBeNull();
    const values = [...document.querySelectorAll('input')].map(({ value }) => value);
    expect(values).not.toContain('sk-paulas-canary');
  });

  it('shows nothing of both while the settings of the new one do not come', async () => {
    await openSettings();
    await act(async () => {
      Object.assign(fake.api.settings, { get: () => new Promise(() => undefined) });
      fake.tell('access', actsForBen);
    });
    expect(document.querySelector('main')?.innerHTML).not.toMatch(/Of Paula|Of Ben/);
  });

  it('takes no late answer: of a save, of a test, of a list', async () => {
    await openSettings();
    await act(async () => document.querySelector<HTMLElement>(`[data-row="${uuid(1)}"]`)?.click());
    const late: ((value: unknown) => void)[] = [];
    for (const name of ['settings.saveConfiguration', 'chat.check', 'chat.listModels'])
      fake.answers.set(name, new Promise((resolve) => late.push(resolve)));
    await window.click('Test: Access');
    await window.type('Model', 'x');
    await window.click('Save');
    await toBen();
    await act(async () => {
      for (const answer of late) answer(paula);
    });
    expect(document.body.innerHTML).toContain('Of Ben');
    expect(document.body.innerHTML).not.toContain('Of Paula');
  });

  it('forgets the conversation, also the answer that still comes', async () => {
    await openSettings('#try-it');
    const field = document.querySelector('textarea');
    await act(async () => {
      const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
      set?.call(field, 'A question of Paula');
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await window.click('Send');
    await act(async () => fake.feedChat(someBatch({ text: 'An answer to Paula' })));
    expect(document.body.textContent).toContain('An answer to Paula');
    await toBen();
    await act(async () => fake.feedChat(someBatch({ text: 'and more' })));
    expect(document.body.textContent).not.toMatch(/Paula asks|A question of Paula|An answer to Paula|and more/);
    expect([...fake.streams.open]).toEqual([]);
    expect(document.querySelector('h1')?.textContent).toContain('ben');
  });
});

it('one who stays the same keeps what was typed, whatever else changes of who acts where', async () => {
  await openSettings();
  await act(async () => document.querySelector<HTMLElement>(`[data-row="${uuid(1)}"]`)?.click());
  await window.type('Name', 'Typed by Paula');
  window.tell('access', someAccess({ windows: { 8: someActor('ben'), 7: someActor('paula') } }));
  await act(async () => fake.tell('settings', paula));
  expect(window.field('Name').value).toBe('Typed by Paula');
});

describe('what stands in the way', () => {
  it('is a passphrase: given once, and forgotten by the window', async () => {
    fake = createFakeApi({ settings: { ...paula, isLocked: true } });
    window = await openTestWindow({}, fake, '#settings');
    expect(document.querySelector('h1')?.textContent).toBe('The keys of Paula are locked.');
    await window.click('Unlock');
    expect(window.field('Passphrase').getAttribute('aria-invalid')).toBe('true');
    await window.type('Passphrase', 'my words');
    fake.refusals.set('settings.unlock', someError('access/passphrase-wrong', 'Wrong.'));
    await window.click('Unlock');
    expect(document.querySelector('main')?.textContent).toContain('Wrong.');
    fake.refusals.clear();
    await window.type('Passphrase', 'my words');
    await window.click('Unlock');
    expect(fake.calls.at(-1)).toEqual({ name: 'settings.unlock', input: { passphrase: 'my words' } });
    expect(document.querySelector('h1')?.textContent).toBe('Paula asks Of Paula.');
    expect(document.body.innerHTML).not.toContain('my words');
  });

  it('is weak protection, which is told plainly and allowed on purpose', async () => {
    const protection = { kind: 'weak', backend: 'basic_text', isAllowed: false } as const;
    fake = createFakeApi({ settings: { ...paula, protection } });
    window = await openTestWindow({}, fake, '#settings');
    await window.click('Keep keys all the same');
    expect(fake.calls.at(-1)).toEqual({ name: 'settings.allowWeakProtection', input: { isAllowed: true } });
    expect(window.hasButton('Keep keys all the same')).toBe(false);
    window.end();
    fake = createFakeApi({ settings: { ...paula, protection: { ...protection, isAllowed: true } } });
    window = await openTestWindow({}, fake, '#settings/keeping');
    expect(document.querySelector('main')?.textContent).toContain('You allowed keys to be kept all the same');
    await window.click('Keep no keys on this computer');
    expect(fake.calls.at(-1)?.input).toEqual({ isAllowed: false });
  });

  it('is a keyring that is not there now', async () => {
    const protection = { kind: 'none', error: someError('internal', 'The keyring does not answer.') } as const;
    fake = createFakeApi({ settings: { ...paula, protection } });
    window = await openTestWindow({}, fake, '#settings');
    expect(document.querySelector('main')?.textContent).toContain('what you enter lasts until the app ends');
    expect(document.querySelector('main')?.textContent).toContain('The keyring does not answer.');
  });

  it('is a file that cannot be read: the last good copy, or to begin afresh after a second question', async () => {
    const error = someError('settings/unreadable', 'Line 3 is no JSON.');
    const trouble = { error, lastGood: '2026-11-20T10:00:00.000Z' };
    fake = createFakeApi({ settings: { ...someSettings(), trouble } });
    window = await openTestWindow({}, fake, '#settings');
    expect(document.querySelector('h1')?.textContent).toBe('The settings of Paula cannot be read.');
    expect(document.querySelector('main')?.textContent).toContain('20 Nov 2026');
    await window.click('Begin afresh');
    await window.click('Leave it as it is');
    expect(fake.calls.some(({ name }) => name === 'settings.startAfresh')).toBe(false);
    await window.click('Use the last good copy');
    expect(fake.calls.at(-1)?.name).toBe('settings.useLastGood');
    window.tell('settings', { ...someSettings(), trouble: { error, lastGood: null } });
    await act(async () => undefined);
    expect(window.hasButton('Use the last good copy')).toBe(false);
    await window.click('Begin afresh');
    await window.click('Begin afresh');
    expect(fake.calls.at(-1)?.name).toBe('settings.startAfresh');
  });
});
