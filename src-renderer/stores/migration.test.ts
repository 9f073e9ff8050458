import { expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someMigrating, someMigrationReport } from '../testing/home-facts.ts';
import { settled } from '../testing/settled.ts';
import { createMigrationStore } from './migration.ts';

const from = { from: '/agent', conflicts: 'keep' } as const;

async function connected() {
  const fake = createFakeApi();
  const store = createMigrationStore(fake.api.migration);
  store.getState().connect();
  await settled();
  return { fake, store };
}

it('asks one thing at a time, and a plan is gone once it was carried out', async () => {
  const { fake, store } = await connected();
  await Promise.all([store.getState().makePlan(from), store.getState().makePlan(from)]);
  expect(store.getState().plan?.id).toBe('plan-1');
  await Promise.all([store.getState().start('plan-1'), store.getState().start('plan-1')]);
  expect(store.getState()).toMatchObject({ plan: null, asked: null });
  expect(fake.calls.map(({ name }) => name)).toEqual(['migration.plan', 'migration.start']);
});

it('can be stopped while its start is not answered', async () => {
  const { fake, store } = await connected();
  fake.answers.set('migration.start', new Promise(() => undefined));
  void store.getState().start('plan-1');
  fake.tell('migration', someMigrating());
  await store.getState().cancel();
  expect(fake.calls.at(-1)?.name).toBe('migration.cancel');
});

it('has taken note of the report that was dismissed or rolled back, not of the next one', async () => {
  const { fake, store } = await connected();
  const last = someMigrationReport();
  fake.tell('migration', { state: 'idle', last, paused: null });
  await store.getState().rollBack('b9');
  expect(store.getState()).toMatchObject({ noted: last, rolledBack: { id: 'b9' } });
  const next = someMigrationReport({ ms: 1 });
  fake.tell('migration', { state: 'idle', last: next, paused: null });
  expect(store.getState().noted).not.toBe(next);
});

it('keeps what was refused until it is dismissed or asked again', async () => {
  const { fake, store } = await connected();
  fake.refusals.set('migration.cancel', someError('internal', 'no'));
  await store.getState().cancel();
  expect(store.getState().failure?.act).toBe('cancel');
  await store.getState().makePlan(from);
  expect(store.getState().failure).toBeNull();
});
