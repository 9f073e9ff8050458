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

it('waits for a passphrase where one is needed, and goes on with it', async () => {
  const fake = createFakeApi();
  fake.refusals.set('switching.start', someError('access/passphrase-needed', 'their passphrase'));
  const store = createSwitchingStore(fake.api.switching);
  const input = { userId: 'dana', services: false };
  await store.getState().start(input);
  expect(store.getState()).toMatchObject({ asked: null, refusal: null, waiting: { input, error: null } });
  fake.refusals.set('switching.start', someError('access/passphrase-wrong', 'not this one'));
  await store.getState().givePassphrase('wrong');
  expect(store.getState().waiting).toMatchObject({ input, error: { code: 'access/passphrase-wrong' } });
  fake.refusals.clear();
  await store.getState().givePassphrase('right');
  expect(store.getState()).toMatchObject({ asked: null, waiting: null, refusal: null });
  expect(fake.calls.map(({ input: sent }) => sent)).toEqual([
    input,
    { ...input, passphrase: 'wrong' },
    { ...input, passphrase: 'right' },
  ]);
});

it('waits no more once the switch runs, and says why it was refused for another reason', async () => {
  const fake = createFakeApi();
  const store = createSwitchingStore(fake.api.switching);
  store.getState().connect();
  store.getState().wait({ userId: 'charlie' });
  fake.tell('switching', someRunning({ to: 'dana' }));
  expect(store.getState().waiting).not.toBeNull();
  fake.tell('switching', someRunning({ to: 'charlie' }));
  expect(store.getState().waiting).toBeNull();
  fake.refusals.set('switching.start', someError('switching/busy', 'no'));
  store.getState().wait({ userId: 'charlie' });
  await store.getState().givePassphrase('right');
  expect(store.getState()).toMatchObject({ waiting: null, refusal: { error: { code: 'switching/busy' } } });
});

it('does not ask again where the question was closed while the passphrase was compared', async () => {
  const fake = createFakeApi();
  fake.refusals.set('switching.start', someError('access/passphrase-wrong', 'not this one'));
  const store = createSwitchingStore(fake.api.switching);
  store.getState().wait({ userId: 'charlie' });
  const giving = store.getState().givePassphrase('wrong');
  store.getState().stopWaiting();
  await giving;
  expect(store.getState()).toMatchObject({ waiting: null, asked: null, refusal: null });
});
