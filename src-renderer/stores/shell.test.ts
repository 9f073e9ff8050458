import { expect, it } from 'vitest';
import { someShell } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { settled } from '../testing/settled.ts';
import { createShellStore, windowUser } from './shell.ts';

it('knows its own window even where news came before the answer', async () => {
  const fake = createFakeApi();
  const store = createShellStore(fake.api.shell);
  store.getState().connect();
  fake.tell('shell', someShell({ windowId: 0, theme: 'dark', windowUsers: { 7: 'dana', 8: 'eric' } }));
  await settled();
  expect(store.getState().shell?.theme).toBe('dark');
  expect(windowUser(store.getState())).toBe('dana');
  fake.tell('shell', someShell({ windowId: 0 }));
  expect(windowUser(store.getState())).toBeNull();
});

it('keeps what the desktop refused until something succeeds', async () => {
  const fake = createFakeApi();
  fake.refusals.set('shell.openService', someError('shell/link-refused', 'no port'));
  const store = createShellStore(fake.api.shell);
  await store.getState().openService('memory');
  expect(store.getState().error?.code).toBe('shell/link-refused');
  await store.getState().openHome();
  expect(store.getState().error).toBeNull();
});
