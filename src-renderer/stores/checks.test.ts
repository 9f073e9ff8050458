import { expect, it } from 'vitest';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someListing, someResult, uuid } from '../testing/settings-facts.ts';
import { settled } from '../testing/settled.ts';
import { type CheckTarget, createChecksStore } from './checks.ts';
import { createModelListStore } from './model-list.ts';

const target: CheckTarget = { configurationId: uuid(1) };
const draft: ConfigurationDraft = {
  ...{ id: null, revision: 0, name: 'A', provider: 'openai', fields: {}, secrets: {} },
  ...{ model: '', parameters: {} },
};

function waiting(name: string) {
  const fake = createFakeApi();
  let answer: (value: unknown) => void = () => undefined;
  fake.answers.set(name, new Promise((resolve) => (answer = resolve)));
  return { fake, answer: (value: unknown) => answer(value) };
}
const cancelled = (fake: ReturnType<typeof createFakeApi>) => fake.calls.filter(({ name }) => name === 'chat.cancel');

it('a check runs once, can be cancelled by its number, and shows how it came out', async () => {
  const { fake, answer } = waiting('chat.check');
  const store = createChecksStore(fake.api.chat);
  const now = () => store.getState().checks.form?.access;
  void store.getState().run('form', 'access', target);
  void store.getState().run('form', 'access', target);
  const check = now();
  const asked = fake.calls.filter(({ name }) => name === 'chat.check');
  expect(asked).toHaveLength(1);
  store.getState().cancel('form', 'access');
  expect(cancelled(fake)).toEqual([
    { name: 'chat.cancel', input: { ask: check?.state === 'running' ? check.ask : 0 } },
  ]);
  answer(someResult({ outcome: 'cancelled' }));
  await settled();
  expect(now()).toMatchObject({ state: 'done', result: { outcome: 'cancelled' } });
  fake.refusals.set('chat.check', someError('settings/locked', 'Locked.'));
  await store.getState().run('form', 'chat', target);
  expect(store.getState().checks.form?.chat).toMatchObject({ state: 'refused', error: { code: 'settings/locked' } });
});

it('what is forgotten, or was for somebody who is gone, is cancelled and shows nothing', async () => {
  for (const end of ['forget', 'userChanged'] as const) {
    const { fake, answer } = waiting('chat.check');
    const store = createChecksStore(fake.api.chat);
    void store.getState().run('form', 'access', target);
    store.getState()[end]('form');
    answer(someResult());
    await settled();
    expect(store.getState().checks, end).toEqual({});
    expect(cancelled(fake), end).toHaveLength(1);
  }
});

it('a check of the form goes on where the form was saved', async () => {
  const { fake, answer } = waiting('chat.check');
  const store = createChecksStore(fake.api.chat);
  void store.getState().run('form', 'access', target);
  store.getState().move('form', 'kept 1');
  answer(someResult());
  await settled();
  expect(store.getState().checks).toMatchObject({ 'kept 1': { access: { state: 'done' } } });
});

it('a list that does not come takes nothing away of what was there', async () => {
  const fake = createFakeApi();
  const store = createModelListStore(fake.api.chat);
  await store.getState().list(draft, false);
  const { listing } = store.getState();
  expect(listing?.models).toHaveLength(4);
  fake.answers.set('chat.listModels', someListing({ models: [], result: someResult({ outcome: 'auth' }) }));
  await store.getState().list(draft, true);
  expect(store.getState().listing).toMatchObject({ models: listing?.models, result: { outcome: 'auth' } });
  fake.refusals.set('chat.listModels', someError('settings/incomplete', 'No key.'));
  await store.getState().list(draft, true);
  expect(store.getState()).toMatchObject({ error: { code: 'settings/incomplete' }, asking: null });
});

it('a list for another form, or for somebody who is gone, never lands', async () => {
  const { fake, answer } = waiting('chat.listModels');
  const store = createModelListStore(fake.api.chat);
  void store.getState().list(draft, false);
  store.getState().userChanged();
  answer(someListing());
  await settled();
  expect(store.getState()).toMatchObject({ listing: null, asking: null, error: null });
  expect(cancelled(fake)).toHaveLength(1);
});
