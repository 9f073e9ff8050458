import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { someAccess, someActor } from '../../testing/access-facts.ts';
import { someUser, someUsers } from '../../testing/facts.ts';
import { createFakeApi } from '../../testing/fake-api.ts';
import { someProfile } from '../../testing/user-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const panel = () => document.querySelector<HTMLElement>('.side-panel');
const control = (name: string) => panel()?.querySelector<HTMLInputElement>(`[name="${name}"]`);
// The light DOM does not tell a field off by what is around it.
const isOff = (name: string) => control(name)?.closest('fieldset[disabled]') != null;
const blocked = (name: string) => window.button(name).getAttribute('aria-disabled');

async function openAs(role: 'Admin' | 'Standard' | 'Guest', id: string): Promise<void> {
  const users = ['paula', 'charlie'].map((each) => someUser(each));
  const access = someAccess({ current: someActor('paula', role), lastAdmin: role === 'Admin' ? 'paula' : null });
  const fake = createFakeApi({ users: someUsers(users), access });
  fake.answers.set('users.get', someProfile(id));
  window = await openTestWindow({}, fake, '#users');
  await act(async () => document.querySelector<HTMLElement>(`[data-user="${id}"]`)?.click());
}

it('a Guest reads everything and is told why nothing can be changed', async () => {
  await openAs('Guest', 'paula');
  for (const name of ['Import', 'Duplicate', 'Export', 'Delete']) expect(blocked(name), name).toBe('true');
  for (const name of ['name', 'type', 'email', 'look-color']) expect(isOff(name), name).toBe(true);
  expect(panel()?.textContent).toContain('Paula (Guest) may not change the profile of a user');
});

it('a Standard user changes what is theirs, but not their role, and of others nothing', async () => {
  await openAs('Standard', 'paula');
  expect([isOff('email'), isOff('look-color'), blocked('Export')]).toEqual([false, false, null]);
  expect([isOff('type'), blocked('Delete'), blocked('Duplicate')]).toEqual([true, 'true', 'true']);
  window.end();
  await openAs('Standard', 'charlie');
  expect([isOff('email'), isOff('look-color'), blocked('Export')]).toEqual([true, true, 'true']);
});

it('an Admin does everything, but the only one stays an Admin', async () => {
  await openAs('Admin', 'charlie');
  for (const name of ['Import', 'Duplicate', 'Export', 'Delete']) expect(blocked(name), name).toBeNull();
  expect([isOff('email'), isOff('type')]).toEqual([false, false]);
  window.end();
  await openAs('Admin', 'paula');
  expect([isOff('email'), isOff('type')]).toEqual([false, true]);
  expect(panel()?.textContent).toContain('Paula is the only Admin.');
});
