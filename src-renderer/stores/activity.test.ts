import { expect, it } from 'vitest';
import { someEntry } from '../testing/access-facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { createActivityStore, everything, isNarrowed } from './activity.ts';

function open() {
  const fake = createFakeApi();
  const store = createActivityStore(fake.api.activity);
  const ids = () => store.getState().found?.map(({ id }) => id);
  const asked = () => fake.calls.map(({ input }) => input);
  return { fake, store, ids, asked };
}

it('takes the answer to its latest question alone', async () => {
  const { fake, store, ids } = open();
  let answerFirst: (page: unknown) => void = () => undefined;
  fake.answers.set(
    'activity.list',
    new Promise((resolve) => {
      answerFirst = resolve;
    }),
  );
  const first = store.getState().choose({ ...everything, text: 'a' });
  fake.answers.set('activity.list', { entries: [someEntry('late')], next: null });
  await store.getState().choose({ ...everything, text: 'ab' });
  answerFirst({ entries: [someEntry('early')], next: null });
  await first;
  expect(ids()).toEqual(['late']);
  expect(store.getState().looking).toBe(false);
});

it('looks further back from where it was, and not where there is nothing', async () => {
  const { fake, store, ids, asked } = open();
  fake.answers.set('activity.list', { entries: [someEntry('2')], next: '2' });
  await store.getState().refresh();
  fake.answers.set('activity.list', { entries: [someEntry('1')], next: null });
  await store.getState().older();
  await store.getState().older();
  expect(ids()).toEqual(['2', '1']);
  expect(asked()).toEqual([{ limit: 100 }, { limit: 100, before: '2' }]);
});

it('keeps what was found where the next question fails', async () => {
  const { fake, store, ids } = open();
  fake.answers.set('activity.list', { entries: [someEntry('1')], next: null });
  await store.getState().refresh();
  fake.refusals.set('activity.list', someError('home/file-unreadable', 'no'));
  await store.getState().refresh();
  expect(ids()).toEqual(['1']);
  expect(store.getState().failure?.code).toBe('home/file-unreadable');
});

it('exports what is chosen, once at a time, and keeps what came of it', async () => {
  const { fake, store, asked } = open();
  await store.getState().choose({ ...everything, result: 'failed' });
  await Promise.all([store.getState().exportTo('csv', '/a.csv'), store.getState().exportTo('csv', '/b.csv')]);
  expect(asked().slice(1)).toEqual([{ result: 'failed', format: 'csv', path: '/a.csv' }]);
  expect(store.getState()).toMatchObject({ exporting: false, exported: { path: '/a.csv', entries: 3 } });
  fake.refusals.set('activity.export', someError('activity/export-exists', 'there'));
  await store.getState().exportTo('csv', '/a.csv');
  expect(store.getState()).toMatchObject({ exported: null, exportError: { code: 'activity/export-exists' } });
  store.getState().dismissExported();
  expect(store.getState().exportError).toBeNull();
});

it('knows whether anything is narrowed', () => {
  expect([
    isNarrowed(everything),
    isNarrowed({ ...everything, text: ' ' }),
    isNarrowed({ ...everything, user: 'a' }),
  ]).toEqual([false, false, true]);
});
