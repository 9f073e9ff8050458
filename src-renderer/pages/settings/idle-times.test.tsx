import { afterEach, expect, it } from 'vitest';
import { someAccess, someActor } from '../../testing/access-facts.ts';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import { someContexts, someReadySettings } from '../../testing/settings-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const part = () => document.querySelector('[aria-label="Idle users"]')?.textContent ?? '';
const lastCall = () => fake.calls.filter(({ name }) => name === 'chat.setContextTimes').at(-1)?.input;

async function open(contexts = someContexts(), role: 'Admin' | 'Standard' = 'Admin'): Promise<void> {
  fake = createFakeApi({ settings: someReadySettings(), access: someAccess({ current: someActor('paula', role) }) });
  Object.assign(fake.api.chat, { contexts: async () => ({ ok: true, value: contexts }) });
  window = await openTestWindow({}, fake, '#settings/keeping');
}

it('the times are changed on purpose, one by one; left empty, one is as usual again', async () => {
  await open();
  expect(window.field('Forget after, in hours').value).toBe('24');
  expect(window.hasButton('Save')).toBe(false);
  await window.type('Forget after, in hours', '1,5');
  await window.click('Save');
  expect(lastCall()).toEqual({ maxAgeHours: 1.5 });
  await window.type('Look every, in seconds', '');
  await window.click('Save');
  expect(lastCall()).toEqual({ cleanupIntervalSeconds: null, maxAgeHours: 1.5 });
});

it('what makes no sense is refused in words, and not sent', async () => {
  await open();
  await window.type('Look every, in seconds', '0');
  expect(part()).toContain('Give a number from 1 to 86,400.');
  await window.type('Forget after, in hours', 'soon');
  await window.click('Save');
  expect(lastCall()).toBeUndefined();
});

it('one that the surroundings set is shown and stays; a bad one of theirs is named', async () => {
  const refused = [someError('input/invalid', 'TDA_USER_CONTEXT_MAX_AGE_HOURS is "5m", which is no number of hours.')];
  const times = { ...someContexts().times, cleanupIntervalSeconds: { value: 60, origin: 'environment' as const } };
  await open(someContexts({ refused, times }));
  expect(window.field('Look every, in seconds').disabled).toBe(true);
  expect(part()).toContain('Set by TDA_USER_CONTEXT_CLEANUP_INTERVAL.');
  expect(part()).toContain('which is no number of hours');
});

it('somebody who is no Admin sees them, and why they cannot be changed', async () => {
  await open(someContexts(), 'Standard');
  expect(window.field('Forget after, in hours').disabled).toBe(true);
  expect(part()).toContain('Admin');
});
