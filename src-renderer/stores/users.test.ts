import { describe, expect, it } from 'vitest';
import { someUser, someUsers } from '../testing/facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { createUsersStore, likelyUsers, seenInFact, userName } from './users.ts';

describe('the form for a new user', () => {
  it('closes on success, and waits for main before the list changes', async () => {
    const fake = createFakeApi();
    const store = createUsersStore(fake.api.users);
    store.getState().connect();
    store.getState().openForm();
    await store.getState().create({ id: 'eric' });
    expect(store.getState().form.open).toBe(false);
    expect(store.getState().added?.id).toBe('eric');
    expect(userName(store.getState().users, 'eric')).toBe('eric');
    fake.tell('users', someUsers([someUser('eric')]));
    expect(userName(store.getState().users, 'eric')).toBe('Eric');
  });

  it('keeps a refusal and stays open', async () => {
    const fake = createFakeApi();
    fake.refusals.set('users.create', someError('users/already-exists', 'Eric is there.'));
    const store = createUsersStore(fake.api.users);
    store.getState().openForm('eric');
    await store.getState().create({ id: 'eric' });
    expect(store.getState().form).toMatchObject({ open: true, saving: false, suggestedId: 'eric' });
    expect(store.getState().form.error?.code).toBe('users/already-exists');
    expect(store.getState().added).toBeNull();
  });

  it('asks once, however often the button is pressed', async () => {
    const fake = createFakeApi();
    const store = createUsersStore(fake.api.users);
    await Promise.all([store.getState().create({ id: 'eric' }), store.getState().create({ id: 'eric' })]);
    expect(fake.calls).toHaveLength(1);
  });
});

describe('the order of users', () => {
  const users = [
    someUser('zoe', { lastSeen: '2026-11-20T10:00:00' }),
    someUser('adam', { lastSeen: null }),
    someUser('paula', { lastSeen: null }),
    someUser('bert', { lastSeen: '2026-11-21T10:00:00' }),
  ];

  it('offers the current user and the latest visitors, still by name', () => {
    expect(likelyUsers(users, 3).map(({ id }) => id)).toEqual(['bert', 'paula', 'zoe']);
  });

  it('is not misled by visits that are dated to a memory year', () => {
    const now = new Date('2026-11-25T12:00:00');
    const visit = (lastSeen: string) => seenInFact(someUser('max', { lastSeen, memoryYear: 1988 }), now);
    expect(visit('1988-11-24T10:00:00')).toBe('2026-11-24T10:00:00');
    expect(visit('1988-12-24T10:00:00')).toBe('2025-12-24T10:00:00');
    expect(seenInFact(someUser('max', { lastSeen: '2026-11-24T10:00:00' }), now)).toBe('2026-11-24T10:00:00');
  });
});
