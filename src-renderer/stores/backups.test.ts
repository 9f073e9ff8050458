import { expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someBackup, someBackups } from '../testing/home-facts.ts';
import { settled } from '../testing/settled.ts';
import { createBackupsStore, isAsked } from './backups.ts';

async function connected(fake = createFakeApi()) {
  const store = createBackupsStore(fake.api.backups);
  store.getState().connect();
  await settled();
  return { fake, store };
}

it('shows what was asked until main answers, asks it once, and changes the list by itself never', async () => {
  const { fake, store } = await connected();
  const before = store.getState().backups;
  const checking = [store.getState().verify('a'), store.getState().verify('a'), store.getState().verify('b')];
  expect(isAsked(store.getState(), 'verify', 'a')).toBe(true);
  await Promise.all(checking);
  expect(store.getState().asked).toEqual([]);
  expect(store.getState().backups).toBe(before);
  expect(fake.calls.map(({ input }) => input)).toEqual([{ id: 'a' }, { id: 'b' }]);
});

it('keeps a failure until something else is asked', async () => {
  const { fake, store } = await connected();
  fake.refusals.set('backups.verify', someError('backups/unknown', 'no'));
  await store.getState().verify('a');
  expect(store.getState().failure).toMatchObject({ act: 'verify', id: 'a', error: { code: 'backups/unknown' } });
  await store.getState().create();
  expect(store.getState().failure).toBeNull();
});

it('prefers news to the answer of a list that was asked for before', async () => {
  const { fake, store } = await connected();
  const refreshing = store.getState().refresh();
  const news = someBackups([someBackup('new')]);
  fake.tell('backups', news);
  await refreshing;
  expect(store.getState().backups).toBe(news);
});

it('closes the backup that was restored, and only where it was', async () => {
  const { fake, store } = await connected();
  await store.getState().open('a');
  fake.refusals.set('backups.restore', someError('backups/damaged', 'no'));
  await store.getState().restore('a', null);
  expect(store.getState()).toMatchObject({ opened: { id: 'a' }, restored: null });
  fake.refusals.clear();
  await store.getState().restore('a', ['x']);
  expect(store.getState()).toMatchObject({ opened: null, restored: { id: 'a' } });
  expect(fake.calls.at(-1)?.input).toEqual({ id: 'a', files: ['x'] });
});
