import { expect, it } from 'vitest';
import { someRunning } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { createSwitchingStore, isSwitching } from './switching.ts';

it('counts as switching from the click on, and asks once', async () => {
  const fake = createFakeApi();
  const store = createSwitchingStore(fake.api.switching);
  const both = [store.getState().start({ userId: 'charlie' }), store.getState().start({ userId: 'dana' })];
  expect(isSwitching(store.getState())).toBe(true);
  await Promise.all(both);
  expect(isSwitching(store.getState())).toBe(false);
  expect(fake.calls).toEqual([{ name: 'switching.start', input: { userId: 'charlie' } }]);
});

it('counts as switching while somebody else switches', () => {
  const fake = createFakeApi();
  const store = createSwitchingStore(fake.api.switching);
  store.getState().connect();
  fake.tell('switching', someRunning());
  expect(isSwitching(store.getState())).toBe(true);
  expect(store.getState().heardAt).toBeGreaterThan(0);
});

it('keeps a refusal with its user until the next try', async () => {
  const fake = createFakeApi();
  fake.refusals.set('switching.start', someError('switching/busy', 'no'));
  const store = createSwitchingStore(fake.api.switching);
  await store.getState().start({ userId: 'dana' });
  expect(store.getState().refusal).toMatchObject({ userId: 'dana', error: { code: 'switching/busy' } });
  fake.refusals.clear();
  await store.getState().start({ userId: 'dana' });
  expect(store.getState().refusal).toBeNull();
});

it('says why a switch could not be cancelled', async () => {
  const fake = createFakeApi();
  fake.refusals.set('switching.cancel', someError('switching/not-cancellable', 'too late'));
  const store = createSwitchingStore(fake.api.switching);
  store.getState().connect();
  fake.tell('switching', someRunning());
  await store.getState().cancel();
  expect(store.getState().refusal).toMatchObject({ userId: 'charlie', error: { code: 'switching/not-cancellable' } });
});
