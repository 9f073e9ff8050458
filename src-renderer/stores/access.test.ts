import { describe, expect, it } from 'vitest';
import { someAccess, someActor } from '../testing/access-facts.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { settled } from '../testing/settled.ts';
import { actingUser, createAccessStore, passphraseOf } from './access.ts';

function open(fake = createFakeApi()) {
  const store = createAccessStore(fake.api.access);
  const off = store.getState().connect();
  return { fake, store, off };
}

describe('who acts', () => {
  it('is the user of this window, else the current one, also after news that do not say which window this is', async () => {
    const { fake, store } = open();
    expect(actingUser(store.getState())).toBeNull();
    await settled();
    expect(actingUser(store.getState())?.id).toBe('paula');
    fake.tell('access', someAccess({ windowId: 0, windows: { 7: someActor('dana', 'Guest') } }));
    expect(actingUser(store.getState())?.id).toBe('dana');
    fake.tell('access', someAccess({ windowId: 0, windows: { 8: someActor('dana', 'Guest') } }));
    expect(actingUser(store.getState())?.id).toBe('paula');
  });

  it('has a passphrase where main says so, whatever the letter case', async () => {
    const { fake, store } = open();
    fake.tell('access', someAccess({ passphrases: { 'paula.smith': { retryAt: null } } }));
    expect(passphraseOf(store.getState(), 'Paula.Smith')).toEqual({ retryAt: null });
    expect(passphraseOf(store.getState(), 'paula')).toBeNull();
  });
});

describe('the dialog about a passphrase', () => {
  it('sends what its act needs', async () => {
    const { fake, store } = open();
    for (const act of ['set', 'change', 'remove', 'forget'] as const) {
      store.getState().openDialog(act, 'dana');
      await store.getState().send({ old: 'old', passphrase: 'new' });
      expect(store.getState().dialog, act).toMatchObject({ act, done: true, sending: false, error: null });
    }
    expect(fake.calls).toEqual([
      { name: 'access.setPassphrase', input: { userId: 'dana', passphrase: 'new' } },
      { name: 'access.changePassphrase', input: { userId: 'dana', old: 'old', passphrase: 'new' } },
      { name: 'access.removePassphrase', input: { userId: 'dana', passphrase: 'old' } },
      { name: 'access.forgetPassphrase', input: { userId: 'dana' } },
    ]);
  });

  it('sends once, keeps a refusal, and says nothing once it is closed', async () => {
    const { fake, store } = open();
    store.getState().openDialog('remove', 'dana');
    fake.refusals.set('access.removePassphrase', someError('access/passphrase-wrong', 'no'));
    const given = { old: 'old', passphrase: '' };
    await Promise.all([store.getState().send(given), store.getState().send(given)]);
    expect(fake.calls).toHaveLength(1);
    expect(store.getState().dialog).toMatchObject({ done: false, error: { code: 'access/passphrase-wrong' } });
    const late = store.getState().send(given);
    store.getState().closeDialog();
    await late;
    expect(store.getState().dialog).toBeNull();
  });
});
