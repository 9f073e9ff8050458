import { afterEach, describe, expect, it } from 'vitest';
import type { AccessState } from '../src-shared/access.ts';
import type { CallName } from '../src-shared/rules.ts';
import { whyNot } from './may.ts';
import { createAccessStore } from './stores/access.ts';
import { someAccess, someActor } from './testing/access-facts.ts';
import { createFakeApi, someError } from './testing/fake-api.ts';
import { someBackup, someBackups, someFinding, someValidation } from './testing/home-facts.ts';
import { openTestWindow, type TestWindow } from './testing/window.tsx';

async function whyFor(access: AccessState | null, name: CallName, concerned: string | null = null) {
  const fake = createFakeApi({ access });
  const store = createAccessStore(fake.api.access);
  store.getState().connect();
  await Promise.resolve();
  await Promise.resolve();
  await new Promise((done) => setTimeout(done));
  return whyNot(store.getState(), name, concerned);
}

const guest = someAccess({ current: someActor('gina', 'Guest') });
const standard = someAccess({ current: someActor('ben', 'Standard') });

describe('what the window believes that it may', () => {
  it('is what main would say', async () => {
    expect(await whyFor(someAccess(), 'backups.restore')).toBeNull();
    expect(await whyFor(standard, 'docker.restart')).toBeNull();
    expect(await whyFor(standard, 'backups.restore')).toContain('Ben (Standard) may not restore the backup');
    expect(await whyFor(standard, 'access.setPassphrase', 'ben')).toBeNull();
    expect(await whyFor(standard, 'access.setPassphrase', 'paula')).not.toBeNull();
    expect(await whyFor(guest, 'docker.restart')).toContain('Ask Paula');
    expect(await whyFor(guest, 'switching.start')).toBeNull();
  });

  it('follows the user of the window, and a household without an Admin', async () => {
    const inWindow = someAccess({ windows: { 7: someActor('gina', 'Guest') } });
    expect(await whyFor(inWindow, 'docker.restart')).not.toBeNull();
    const nobody = someAccess({ current: someActor('gina', 'Guest', { mayAll: true }), admins: [] });
    expect(await whyFor(nobody, 'users.create')).toBeNull();
  });

  it('lets repairs through where nobody is known, and says why the rest is not', async () => {
    const trouble = someError('users/registry-unreadable', 'The registry cannot be read.');
    const unknown = someAccess({ current: someActor('ben', null), trouble, broken: true, admins: [] });
    expect(await whyFor(unknown, 'backups.restore')).toBeNull();
    expect(await whyFor(unknown, 'users.create')).toBe('The registry cannot be read.');
  });

  it('is everything until main has told: it decides anyway', async () => {
    expect(await whyFor(null, 'users.create')).toBeNull();
  });
});

describe('buttons that main would refuse', () => {
  let window: TestWindow;
  afterEach(() => window.end());

  const blocked = (name: string) => window.button(name).getAttribute('aria-disabled') === 'true';

  it('say why to a Guest, who may still switch and look', async () => {
    window = await openTestWindow({ access: guest });
    for (const name of ['Restart both', 'Stop both', 'Restart Knowledge', 'Stop Memory']) {
      expect(blocked(name), name).toBe(true);
      expect(window.button(name).title, name).toContain('Gina (Guest)');
      await window.click(name);
    }
    const add = [...document.querySelectorAll('button')].filter(({ textContent }) => textContent.includes('Add user'));
    expect(add.map((button) => button.getAttribute('aria-disabled'))).toEqual(['true', 'true']);
    expect(window.fake.calls).toEqual([]);
    await window.click('Switch to Charlie');
    expect(window.fake.calls.map(({ name }) => name)).toEqual(['switching.start']);
  });

  it('say why on the page Home', async () => {
    window = await openTestWindow(
      {
        access: standard,
        validation: someValidation([someFinding()]),
        backups: someBackups([someBackup('one')]),
      },
      undefined,
      '#home',
    );
    await window.click('Show fix: Publish the port on 127.0.0.1 alone');
    expect(window.button('Apply fix').title).toContain('Ben (Standard)');
    await window.follow('Backups');
    expect(blocked('Back up now')).toBe(false);
    await window.follow('Migration');
    expect(window.button('Make a plan').title).toContain('Ben (Standard)');
  });

  it('are there for an Admin', async () => {
    window = await openTestWindow();
    for (const name of ['Restart both', 'Restart Knowledge']) expect(blocked(name), name).toBe(false);
  });
});
