import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { someUsers } from '../../testing/facts.ts';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import { someDeletePlan, someRecoveryPlan } from '../../testing/user-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const panel = () => document.querySelector<HTMLElement>('.side-panel');
const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-user="${id}"]`);
const calls = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
const choice = (text: string) =>
  [...document.querySelectorAll('.choices label')].find((label) => label.textContent?.startsWith(text));

async function open(prepare: (fake: FakeApi) => void = () => undefined): Promise<void> {
  fake = createFakeApi();
  prepare(fake);
  window = await openTestWindow({}, fake, '#users');
}

async function openDeletion(prepare?: (fake: FakeApi) => void): Promise<void> {
  await open(prepare);
  await act(async () => rowOf('charlie')?.click());
  await window.click('Delete');
}

describe('a deletion', () => {
  it('shows what would go, with a backup first, and wants the id typed', async () => {
    await openDeletion();
    expect(calls('users.planDelete')).toEqual([{ id: 'charlie', scope: 'everything', backup: true }]);
    expect(panel()?.textContent).toContain('6 folders and 42 files, 3.4 MB');
    expect(panel()?.textContent).toContain('/home/paula/.persag/data/agno/charlie');
    await window.click('Delete Charlie');
    await window.type('Type charlie to confirm', 'charli');
    await window.click('Delete Charlie');
    expect(calls('users.delete')).toEqual([]);
    await window.type('Type charlie to confirm', 'charlie');
    await window.click('Delete Charlie');
    expect(calls('users.delete')).toEqual([{ planId: 'delete-charlie', confirm: 'charlie' }]);
    expect(panel()).toBeNull();
    expect(document.querySelector('main')?.textContent).toContain('Charlie is deleted, with 42 files (3.4 MB).');
  });

  it('brings back from what was reported, and says where that fails', async () => {
    await openDeletion();
    await window.type('Type charlie to confirm', 'charlie');
    await window.click('Delete Charlie');
    fake.refusals.set('users.restoreDeleted', someError('users/backup-damaged', 'Torn.'));
    await window.click('Bring Charlie back');
    expect(document.querySelector('main')?.textContent).toContain('Charlie could not be brought back.');
    fake.refusals.delete('users.restoreDeleted');
    await window.click('Bring Charlie back');
    expect(calls('users.restoreDeleted')).toEqual(Array(2).fill({ backup: 'charlie_20260102_030405' }));
    expect(document.querySelector('main')?.textContent).toContain('is back.');
  });

  it('of the entry alone, or without a backup, is a choice of its own with a plan of its own', async () => {
    await openDeletion();
    await act(async () => choice('Registry entry only')?.querySelector('input')?.click());
    expect(panel()?.textContent).toContain('All their data stays where it is.');
    await act(async () => choice('Back up first')?.querySelector('input')?.click());
    expect(calls('users.planDelete').at(-1)).toEqual({ id: 'charlie', scope: 'registry', backup: false });
    expect(window.hasButton('Remove Charlie from the list')).toBe(true);
  });

  it('cannot be confirmed while something stands in its way', async () => {
    const obstacle = someError('users/is-current', 'Charlie is current.');
    await openDeletion((each) =>
      each.answers.set('users.planDelete', someDeletePlan('charlie', { obstacles: [obstacle] })),
    );
    expect(panel()?.textContent).toContain('Charlie is current.');
    expect(panel()?.textContent).toContain(obstacle.hint);
    expect(window.hasButton('Delete Charlie')).toBe(false);
    fake.answers.delete('users.planDelete');
    await window.click('Look again');
    expect(window.hasButton('Delete Charlie')).toBe(true);
  });

  it('that is refused says so, and can be looked at again', async () => {
    await openDeletion((each) => each.refusals.set('users.delete', someError('users/plan-outdated', 'Files came.')));
    await window.type('Type charlie to confirm', 'charlie');
    await window.click('Delete Charlie');
    expect(panel()?.textContent).toContain('Nothing was deleted.');
    expect(panel()?.textContent).toContain('Files came.');
    await window.click('Look again');
    expect(panel()?.textContent).not.toContain('Files came.');
    await window.click('Keep Charlie');
    expect(panel()?.querySelector('h2')?.textContent).toBe('Charlie');
  });
});

describe('deleted users', () => {
  const eric = { backup: 'b1', userId: 'eric', name: 'Eric', deletedAt: '', files: 3, bytes: 1000, damaged: null };

  it('are listed and brought back, under another id where theirs is taken', async () => {
    await open((each) => {
      each.answers.set('users.listDeleted', [eric, { ...eric, backup: 'b2', name: 'Fred', damaged: 'a hash differs' }]);
      each.refusals.set('users.restoreDeleted', someError('users/already-exists', 'There is a user eric.'));
    });
    await window.click('Deleted users');
    expect(panel()?.textContent).toContain('Cannot be brought back: a hash differs.');
    await window.click('Bring back Fred');
    expect(calls('users.restoreDeleted')).toEqual([]);
    await window.click('Bring back Eric');
    await window.type('Another id', 'eric2');
    fake.refusals.delete('users.restoreDeleted');
    await window.click('Bring back under this id');
    expect(calls('users.restoreDeleted')).toEqual([{ backup: 'b1' }, { backup: 'b1', id: 'eric2' }]);
  });

  it('are given up for good only when their id is typed', async () => {
    await open((each) => each.answers.set('users.listDeleted', [eric]));
    await window.click('Deleted users');
    await window.click('Remove backup of Eric');
    await window.click('Remove for good');
    expect(calls('users.discardDeleted')).toEqual([]);
    await window.type('Type eric to confirm', 'eric');
    fake.refusals.set('users.discardDeleted', someError('users/not-confirmed', 'Not eric.'));
    await window.click('Remove for good');
    expect(panel()?.textContent).toContain('The backup was not removed.');
    fake.refusals.delete('users.discardDeleted');
    await window.click('Remove for good');
    expect(calls('users.discardDeleted').at(-1)).toEqual({ backup: 'b1', confirm: 'eric' });
    expect(panel()?.textContent).toContain('Nobody.');
  });

  it('are nobody at first', async () => {
    await open();
    await window.click('Deleted users');
    expect(panel()?.textContent).toContain('Nobody.');
    await window.click('Close');
    expect(panel()).toBeNull();
  });
});

describe('a recovery', () => {
  const unreadable = {
    state: 'unreadable',
    registry: '/data/users_registry.json',
    notices: [],
    error: someError('users/registry-unreadable', 'It is not JSON.'),
  } as const;

  it('of a list that cannot be read shows each way back before it is gone', async () => {
    fake = createFakeApi({ users: unreadable });
    const { users = [] } = someRecoveryPlan().choices[0] ?? {};
    const folder = { id: 'eric', name: 'Eric', type: 'Standard', origin: 'folder', hasFolder: true } as const;
    const [copy] = someRecoveryPlan().choices;
    const rebuild = { id: 'rebuild', kind: 'rebuild', from: null, madeAt: null, users: [...users, folder], lacks: [] };
    const plan = { ...someRecoveryPlan(), choices: [{ ...copy, lacks: ['eric'] }, rebuild] };
    fake.answers.set('users.planRecovery', plan);
    window = await openTestWindow({}, fake, '#users');
    const main = () => document.querySelector('main')?.textContent ?? '';
    expect(main()).toContain('It is not JSON.');
    expect(main()).toContain('Not in it, though the list or a data folder has them: eric.');
    expect(main()).toContain(plan.keepsAs ?? '');
    await act(async () => choice('Rebuild')?.querySelector('input')?.click());
    expect(main()).toContain('a data folder');
    await window.click('Recover 3 users');
    expect(calls('users.recover')).toEqual([]);
    await window.click('Not now');
    await window.click('Recover 3 users');
    await window.click('Write the list with 3 users');
    expect(calls('users.recover')).toEqual([{ planId: 'recovery', choice: 'rebuild' }]);
    window.tell('users', someUsers());
    expect(main()).toContain('The list of users is recovered: 2 users.');
  });

  it('that is refused says so, and is planned anew', async () => {
    fake = createFakeApi({ users: unreadable });
    fake.refusals.set('users.planRecovery', someError('home/unwritable', 'No.'));
    window = await openTestWindow({}, fake, '#users');
    expect(document.querySelector('main')?.textContent).toContain('Nothing was recovered.');
    fake.refusals.delete('users.planRecovery');
    await window.click('Look again');
    expect(window.hasButton('Recover 2 users')).toBe(true);
  });

  it('of a list that can be read says where nobody is missing', async () => {
    await open((each) =>
      each.answers.set('users.planRecovery', someRecoveryPlan({ state: 'readable', trouble: null, choices: [] })),
    );
    await window.click('Recover');
    expect(panel()?.textContent).toContain('Nobody is missing');
  });
});
