import { describe, expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { settled } from '../testing/settled.ts';
import { someProfile } from '../testing/user-facts.ts';
import { createUserEditorStore } from './user-editor.ts';

const base = someProfile('charlie', { email: 'c@example.org' });

async function openCharlie() {
  const fake = createFakeApi();
  fake.answers.set('users.get', base);
  const store = createUserEditorStore(fake.api.users, () => '2026-11-25');
  store.getState().open('charlie');
  await settled();
  return { fake, store, editor: () => store.getState(), opened: () => store.getState().opened };
}
const updates = (fake: ReturnType<typeof createFakeApi>) =>
  fake.calls.filter(({ name }) => name === 'users.update').map(({ input }) => input);

describe('saving', () => {
  it('sends the changed fields with the revision they were read at, and keeps what main answers', async () => {
    const { fake, editor, opened } = await openCharlie();
    const stored = someProfile('charlie', { email: 'new@example.org', phone: '1234567', revision: 'second' });
    fake.answers.set('users.update', { profile: stored, alsoChanged: ['phone'] });
    editor().edit('email', 'new@example.org');
    expect(await editor().save()).toBe(true);
    expect(updates(fake)).toEqual([{ id: 'charlie', revision: 'first', changes: { email: 'new@example.org' } }]);
    expect(opened()).toMatchObject({ base: stored, draft: {}, saving: false, saved: true, alsoChanged: ['phone'] });
    editor().dismissAlsoChanged();
    expect(opened()?.alsoChanged).toEqual([]);
  });

  it('sends nothing that breaks a rule, and forgets the problem when the field is changed', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('email', 'nonsense');
    editor().edit('phone', '1');
    expect(await editor().save()).toBe(false);
    expect(updates(fake)).toEqual([]);
    expect(opened()?.problems.map(({ field }) => field)).toEqual(['email', 'phone']);
    editor().edit('email', 'c2@example.org');
    expect(opened()?.problems.map(({ field }) => field)).toEqual(['phone']);
  });

  it("shows main's refusals at their fields, and any other as a whole; the draft stays", async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('phone', '1234567');
    fake.refusals.set('users.update', someError('users/field-invalid', 'No.', ['phone: is taken']));
    expect(await editor().save()).toBe(false);
    expect(opened()).toMatchObject({ problems: [{ field: 'phone', why: 'is taken' }], failure: null, saving: false });
    fake.refusals.set('users.update', someError('users/registry-unreadable', 'Torn.'));
    expect(await editor().save()).toBe(false);
    expect(opened()).toMatchObject({ problems: [], failure: { code: 'users/registry-unreadable' }, saved: false });
    expect(opened()?.draft).toEqual({ phone: '1234567' });
    editor().dismissFailure();
    expect(opened()?.failure).toBeNull();
  });

  it('keeps what is typed while it is being saved', async () => {
    const { fake, editor, opened } = await openCharlie();
    let answer: (value: unknown) => void = () => undefined;
    fake.answers.set('users.update', new Promise((resolve) => (answer = resolve)));
    editor().edit('phone', '1234567');
    const saving = editor().save();
    editor().edit('phone', '12345678');
    // News that come meanwhile are older than the answer.
    await editor().refresh();
    answer({ profile: someProfile('charlie', { phone: '1234567', revision: 'second' }), alsoChanged: [] });
    expect(await saving).toBe(true);
    expect(opened()?.draft).toEqual({ phone: '12345678' });
    expect(opened()?.base?.revision).toBe('second');
  });
});

describe('somebody else', () => {
  const theirs = someProfile('charlie', { email: 'theirs@example.org', phone: '7654321', revision: 'second' });

  it('who changes other fields is no trouble', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('address', 'Here');
    fake.answers.set('users.get', theirs);
    await editor().refresh();
    expect(opened()).toMatchObject({ base: theirs, newer: null, draft: { address: 'Here' } });
  });

  it('who changes the same field makes a conflict; mine is kept on top, and then saved', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('email', 'mine@example.org');
    editor().edit('phone', '1111111');
    fake.answers.set('users.get', theirs);
    await editor().refresh();
    expect(opened()).toMatchObject({ base, newer: theirs });
    expect(await editor().save()).toBe(false);
    editor().resolve(['phone']);
    expect(opened()).toMatchObject({ base: theirs, newer: null, draft: { email: 'mine@example.org' } });
    await editor().save();
    expect(updates(fake)).toEqual([{ id: 'charlie', revision: 'second', changes: { email: 'mine@example.org' } }]);
  });

  it('who was first is only known by the refusal: the newer values are read, and the conflict shown', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('email', 'mine@example.org');
    fake.answers.set('users.get', theirs);
    fake.refusals.set('users.update', someError('users/profile-changed', 'Changed.'));
    expect(await editor().save()).toBe(false);
    expect(opened()).toMatchObject({ newer: theirs, failure: null, draft: { email: 'mine@example.org' } });
    editor().discard();
    expect(opened()).toMatchObject({ base: theirs, newer: null, draft: {} });
  });

  it('who deletes the user takes nothing of what was typed', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('email', 'mine@example.org');
    fake.refusals.set('users.get', someError('users/unknown', 'There is no user charlie.'));
    await editor().refresh();
    expect(opened()).toMatchObject({ error: { code: 'users/unknown' }, draft: { email: 'mine@example.org' } });
    editor().forget('somebody.else');
    expect(opened()).not.toBeNull();
    editor().forget('charlie');
    expect(opened()).toBeNull();
  });
});

describe('leaving', () => {
  it('is done at once where nothing was changed', async () => {
    const { editor, opened } = await openCharlie();
    editor().open('dana');
    expect(opened()?.id).toBe('dana');
    let closed = false;
    editor().close(() => (closed = true));
    expect([opened(), closed]).toEqual([null, true]);
  });

  it('asks where something is not saved: staying, discarding', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('email', 'mine@example.org');
    editor().open('dana');
    expect([opened()?.id, editor().leaving === null]).toEqual(['charlie', false]);
    await editor().answerLeaving('stay');
    expect([opened()?.id, editor().leaving]).toEqual(['charlie', null]);
    expect(opened()?.draft).toEqual({ email: 'mine@example.org' });
    editor().open('dana');
    await editor().answerLeaving('discard');
    expect(opened()?.id).toBe('dana');
    expect(updates(fake)).toEqual([]);
  });

  it('saves first where that is wanted, and stays where saving fails', async () => {
    const { fake, editor, opened } = await openCharlie();
    editor().edit('email', 'nonsense');
    editor().close();
    await editor().answerLeaving('save');
    expect(opened()?.problems.map(({ field }) => field)).toEqual(['email']);
    fake.answers.set('users.update', { profile: { ...base, email: 'mine@example.org' }, alsoChanged: [] });
    editor().edit('email', 'mine@example.org');
    editor().close();
    await editor().answerLeaving('save');
    expect(updates(fake)).toHaveLength(1);
    expect(opened()).toBeNull();
  });
});

it('a look is set at once, and what is refused is said', async () => {
  const { fake, editor, opened } = await openCharlie();
  fake.answers.set('users.get', { ...base, color: 3 });
  await editor().setLook({ color: 3, avatar: null });
  expect(fake.calls).toContainEqual({ name: 'users.setLook', input: { id: 'charlie', color: 3, avatar: null } });
  expect(opened()?.base?.color).toBe(3);
  fake.refusals.set('users.setLook', someError('home/unwritable', 'No.'));
  await editor().setLook({ color: 4, avatar: null });
  expect(opened()).toMatchObject({ failure: { code: 'home/unwritable' }, base: { color: 3 } });
});

it('an answer about somebody else is not shown', async () => {
  const { editor, opened } = await openCharlie();
  editor().open('dana');
  editor().open('charlie');
  expect(opened()?.id).toBe('charlie');
  await settled();
  expect(opened()?.base?.id).toBe('charlie');
});
