import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src-shared/errors.ts';
import { someAccess, someActor } from '../testing/access-facts.ts';
import { someRunning, someShell } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';
import { waitWords } from './use-wait.ts';

let window: TestWindow;
afterEach(() => window.end());

const locked = someAccess({ passphrases: { charlie: { retryAt: null } } });
const dialog = () => document.querySelector('dialog');
const sent = () => window.fake.calls.filter(({ name }) => name === 'switching.start').map(({ input }) => input);

/** A window in which main asks for Charlie's passphrase. */
async function openLocked(): Promise<void> {
  const fake = createFakeApi({ access: locked });
  fake.refusals.set('switching.start', someError('access/passphrase-needed', 'Charlie has a passphrase.'));
  window = await openTestWindow({}, fake);
  await window.click('Switch to Charlie, takes a passphrase');
}

describe('a switch to a user with a passphrase', () => {
  it('is marked, asked for, and goes on with what was typed', async () => {
    await openLocked();
    expect(dialog()?.open).toBe(true);
    expect(dialog()?.textContent).toContain('Passphrase of Charlie');
    window.fake.refusals.clear();
    await window.type('Passphrase', 'a right one');
    await window.click('Switch to Charlie');
    expect(dialog()).toBeNull();
    const asked = { userId: 'charlie', services: true, repair: false };
    expect(sent()).toEqual([asked, { ...asked, passphrase: 'a right one' }]);
  });

  it('says that it was another one, empties the field, and takes nothing while it has to wait', async () => {
    await openLocked();
    window.fake.refusals.set('switching.start', someError('access/passphrase-wrong', 'This is not it.'));
    await window.click('Switch to Charlie');
    expect(sent()).toHaveLength(1);
    await window.type('Passphrase', 'a wrong one');
    await window.click('Switch to Charlie');
    expect(dialog()?.querySelector('.field-error')?.textContent).toBe('This is not the passphrase of Charlie.');
    expect(document.activeElement).toBe(window.field('Passphrase'));
    expect(window.field('Passphrase').value).toBe('');
    const retryAt = new Date(Date.now() + 8000).toISOString();
    window.tell('access', { ...locked, passphrases: { charlie: { retryAt } } });
    expect(dialog()?.querySelector('.field-error')?.textContent).toMatch(/Try again in 8 s/);
    await window.type('Passphrase', 'a right one');
    await window.click('Switch to Charlie');
    expect(sent()).toHaveLength(2);
  });

  it('is given up with Cancel, and closed by the switch itself', async () => {
    await openLocked();
    await window.click('Cancel');
    expect(dialog()).toBeNull();
    await window.click('Switch to Charlie, takes a passphrase');
    window.tell('switching', someRunning());
    expect(dialog()).toBeNull();
  });

  it('is asked for here where it was begun in the tray, by this window alone', async () => {
    window = await openTestWindow({
      access: { ...locked, asking: { windowId: 99, userId: 'charlie', what: 'switch' } },
    });
    expect(dialog()).toBeNull();
    window.tell('access', { ...locked, windowId: 0, asking: { windowId: 7, userId: 'charlie', what: 'switch' } });
    expect(dialog()?.textContent).toContain('Passphrase of Charlie');
    expect(window.fake.calls.map(({ name }) => name)).toEqual(['access.endAsking']);
    window.tell('access', { ...locked, windowId: 0 });
    expect(dialog()).not.toBeNull();
  });
});

describe('the passphrase of a window', () => {
  const opened = () => window.fake.calls.filter(({ name }) => name === 'shell.openWindowAs').map(({ input }) => input);
  const refuse = (code: ErrorCode) => window.fake.refusals.set('shell.openWindowAs', someError(code, 'Why.'));

  it('is asked for once main wants it, again where it was wrong, and over once it was right', async () => {
    window = await openTestWindow({ access: locked });
    refuse('access/passphrase-needed');
    await window.click('Open window as Charlie');
    expect(dialog()?.textContent).toContain('A window that acts for Charlie opens once it is given.');
    refuse('access/passphrase-wrong');
    await window.type('Passphrase', 'a wrong one');
    await window.submit('Passphrase');
    expect(dialog()?.textContent).toContain('This is not the passphrase of Charlie.');
    window.fake.refusals.clear();
    await window.type('Passphrase', 'a right one');
    await window.submit('Passphrase');
    expect(dialog()).toBeNull();
    const tries = ['a wrong one', 'a right one'].map((passphrase) => ({ userId: 'charlie', passphrase }));
    expect(opened()).toEqual([{ userId: 'charlie' }, ...tries]);
  });

  it('is asked for here where it was begun in the tray', async () => {
    window = await openTestWindow({
      access: { ...locked, asking: { windowId: 7, userId: 'charlie', what: 'window' } },
    });
    expect(dialog()?.textContent).toContain('Open window as Charlie');
    await window.click('Cancel');
    expect([dialog(), opened()]).toEqual([null, []]);
  });

  it('is not asked for where there is another reason, which is said', async () => {
    window = await openTestWindow({ access: locked });
    refuse('users/unknown');
    await window.click('Open window as Charlie');
    expect(dialog()).toBeNull();
    expect(window.text()).toContain('No window was opened as Charlie.Why.');
    await window.click('Dismiss');
    expect(window.text()).not.toContain('Why.');
  });
});

describe('the own passphrase', () => {
  it('is set after a word that it cannot be recovered, typed twice and long enough', async () => {
    window = await openTestWindow();
    await window.click('Set a passphrase');
    expect(dialog()?.textContent).toContain('There is no way to recover a passphrase.');
    await window.type('New passphrase', 'short');
    await window.click('Set passphrase');
    expect(dialog()?.querySelector('.field-error')?.textContent).toBe('At least 8 characters.');
    await window.type('New passphrase', 'long enough');
    await window.type('New passphrase once more', 'long enouhg');
    await window.click('Set passphrase');
    expect(dialog()?.querySelector('.field-error')?.textContent).toBe('The two are not the same.');
    expect(window.fake.calls).toEqual([]);
    await window.type('New passphrase once more', 'long enough');
    await window.click('Set passphrase');
    expect(window.fake.calls).toEqual([
      { name: 'access.setPassphrase', input: { userId: 'paula', passphrase: 'long enough' } },
    ]);
    expect(dialog()?.textContent).toContain('From now on a switch to Paula takes the passphrase.');
    await window.click('Close');
    expect(dialog()).toBeNull();
  });

  it('is changed and removed with the present one', async () => {
    window = await openTestWindow({ access: someAccess({ passphrases: { paula: { retryAt: null } } }) });
    await window.click('Change passphrase');
    await window.type('Present passphrase', 'the old one');
    await window.type('New passphrase', 'the new one');
    await window.type('New passphrase once more', 'the new one');
    // The one in the list of users is called so, too; the dialog's own sends.
    await window.submit('Present passphrase');
    await window.click('Close');
    await window.click('Remove');
    await window.type('Present passphrase', 'the new one');
    await window.click('Remove passphrase');
    expect(window.fake.calls).toEqual([
      {
        name: 'access.changePassphrase',
        input: { userId: 'paula', old: 'the old one', passphrase: 'the new one' },
      },
      { name: 'access.removePassphrase', input: { userId: 'paula', passphrase: 'the new one' } },
    ]);
  });

  it('stays in the dialog where it was refused', async () => {
    const fake = createFakeApi({ access: someAccess({ passphrases: { paula: { retryAt: null } } }) });
    fake.refusals.set('access.removePassphrase', someError('access/passphrase-wrong', 'This is not it.'));
    window = await openTestWindow({}, fake);
    await window.click('Remove');
    await window.type('Present passphrase', 'the wrong one');
    await window.click('Remove passphrase');
    expect(dialog()?.querySelector('.field-error')?.textContent).toBe('This is not the passphrase of Paula.');
    fake.refusals.set('access.removePassphrase', someError('home/unwritable', 'The disk is full.'));
    await window.click('Remove passphrase');
    expect(dialog()?.querySelector('[role="alert"]')?.textContent).toContain('The disk is full.');
  });

  it('is of whom the window acts for', async () => {
    window = await openTestWindow({
      shell: someShell({ windowUsers: { 7: 'dana' } }),
      access: someAccess({ windows: { 7: someActor('dana', 'Standard') } }),
    });
    await window.click('Set a passphrase');
    expect(dialog()?.textContent).toContain('Set a passphrase for Dana');
  });

  it('is not a Guest’s to set', async () => {
    window = await openTestWindow({ access: someAccess({ current: someActor('paula', 'Guest'), admins: [] }) });
    await window.click('Set a passphrase');
    expect(dialog()).toBeNull();
    expect(window.button('Set a passphrase').title).toContain('Paula (Guest)');
  });
});

describe('the passphrase of another user', () => {
  const charlie = { charlie: { retryAt: null } };

  it('is removed by an Admin who does not know it, after a word of what is lost', async () => {
    window = await openTestWindow({ access: someAccess({ passphrases: charlie }) }, undefined, '#users');
    await act(async () => document.querySelector<HTMLElement>('[data-user="charlie"]')?.click());
    await window.click('Remove without knowing it');
    expect(dialog()?.textContent).toContain('Secrets of Charlie that it protects are lost.');
    await window.click('Remove passphrase');
    expect(window.fake.calls.filter(({ name }) => name.startsWith('access.'))).toEqual([
      { name: 'access.forgetPassphrase', input: { userId: 'charlie' } },
    ]);
  });

  it('is nobody else’s to remove', async () => {
    const access = someAccess({ current: someActor('paula', 'Standard'), passphrases: charlie });
    window = await openTestWindow({ access }, undefined, '#users');
    await act(async () => document.querySelector<HTMLElement>('[data-user="charlie"]')?.click());
    for (const name of ['Change passphrase', 'Remove', 'Remove without knowing it']) {
      expect(window.button(name).title, name).toContain('Paula (Standard) may not');
    }
  });
});

it('a wait is counted down in seconds, then minutes, and is over', () => {
  const at = Date.parse('2026-01-02T03:04:05Z');
  const after = (ms: number) => waitWords(new Date(at + ms).toISOString(), at);
  expect(after(7500)).toContain('in 8 s');
  expect(after(15 * 60_000)).toContain('in 15 min');
  expect([after(0), after(-5), waitWords(null, at), waitWords('never', at)]).toEqual([null, null, null, null]);
});
