import { expect, it } from 'vitest';
import { someHome } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { settled } from '../testing/settled.ts';
import { createHomeStore, currentId } from './home.ts';

it('follows main until it is disconnected', async () => {
  const fake = createFakeApi();
  const store = createHomeStore(fake.api.home);
  expect(currentId(store.getState())).toBeNull();
  const end = store.getState().connect();
  await settled();
  fake.tell('home', someHome({ currentUser: { state: 'known', id: 'dana', source: 'file' } }));
  expect(currentId(store.getState())).toBe('dana');
  end();
  expect(fake.listeners('home')).toBe(0);
});

it('has no current user while env.userid cannot be read', () => {
  const fake = createFakeApi();
  const store = createHomeStore(fake.api.home);
  store.getState().connect();
  fake.tell('home', someHome({ currentUser: { state: 'unreadable', text: '?', why: 'no line sets USER_ID' } }));
  expect(currentId(store.getState())).toBeNull();
});

it('keeps why main could not tell, until it can', async () => {
  const fake = createFakeApi({ home: someError('home/unwritable', 'no') });
  const store = createHomeStore(fake.api.home);
  store.getState().connect();
  await settled();
  expect(store.getState().error?.code).toBe('home/unwritable');
  fake.tell('home', someHome());
  expect(store.getState().error).toBeNull();
});
