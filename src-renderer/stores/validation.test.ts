import { expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someFinding, someFixResult, someValidation } from '../testing/home-facts.ts';
import { settled } from '../testing/settled.ts';
import { createValidationStore } from './validation.ts';

const found = someValidation([someFinding()]);

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function connected(fake = createFakeApi({ validation: found })) {
  const store = createValidationStore(fake.api.validation);
  store.getState().connect();
  await settled();
  return { fake, store };
}

it('shows the preview that was asked for last, whichever comes last', async () => {
  const { fake, store } = await connected();
  const slow = deferred<unknown>();
  fake.answers.set('validation.previewFix', slow.promise);
  const first = store.getState().openFix('one');
  fake.answers.clear();
  await store.getState().openFix('two');
  slow.resolve(undefined);
  await first;
  expect(store.getState().fix).toMatchObject({ findingId: 'two', preview: { findingId: 'two' } });
});

it('takes the state of a fix that was made, unless news came meanwhile', async () => {
  const { fake, store } = await connected();
  await store.getState().openFix('one');
  const answer = deferred<unknown>();
  fake.answers.set('validation.applyFix', answer.promise);
  const applying = store.getState().applyFix();
  const news = someValidation([someFinding({ id: 'other' })]);
  fake.tell('validation', news);
  answer.resolve(someFixResult());
  await applying;
  expect(store.getState()).toMatchObject({ validation: news, fix: null, applied: { backup: '20261122T100000Z-fix' } });

  fake.answers.clear();
  await store.getState().openFix('other');
  await store.getState().applyFix();
  expect(store.getState().validation).toEqual(someValidation());
});

it('says that a fix failed, also where it was closed meanwhile', async () => {
  const { fake, store } = await connected();
  await store.getState().openFix('one');
  fake.refusals.set('validation.applyFix', someError('switching/busy', 'A switch is running.'));
  const applying = store.getState().applyFix();
  store.getState().closeFix();
  await applying;
  expect(store.getState()).toMatchObject({
    fix: { error: { code: 'switching/busy' }, applying: false },
    applied: null,
  });
});

it('keeps what it knows where a look fails', async () => {
  const fake = createFakeApi({ validation: found });
  const { store } = await connected(fake);
  const { run } = fake.api.validation;
  Object.assign(fake.api.validation, {
    run: async () => ({ ok: false, error: someError('home/file-unreadable', '') }),
  });
  await store.getState().check();
  expect(store.getState()).toMatchObject({
    validation: found,
    error: { code: 'home/file-unreadable' },
    checking: false,
  });
  Object.assign(fake.api.validation, { run });
  await store.getState().check();
  expect(store.getState().error).toBeNull();
});
