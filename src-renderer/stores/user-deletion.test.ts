import { describe, expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someDeletePlan } from '../testing/user-facts.ts';
import { createUserDeletionStore } from './user-deletion.ts';

const choice = { id: 'charlie', scope: 'everything', backup: true } as const;

function made() {
  const fake = createFakeApi();
  const store = createUserDeletionStore(fake.api.users);
  return { fake, deletion: () => store.getState() };
}

describe('a deletion', () => {
  it('is done as its plan says, and reported', async () => {
    const { fake, deletion } = made();
    await deletion().plan(choice);
    expect(deletion().opened?.plan?.id).toBe('delete-charlie');
    expect(await deletion().carryOut('charlie')).toBe(true);
    expect(fake.calls.map(({ name, input }) => [name, input])).toEqual([
      ['users.planDelete', choice],
      ['users.delete', { planId: 'delete-charlie', confirm: 'charlie' }],
    ]);
    expect(deletion()).toMatchObject({ opened: null, report: { userId: 'charlie' } });
    deletion().dismissReport();
    expect(deletion().report).toBeNull();
  });

  it('shows only the plan of the last choice', async () => {
    const { fake, deletion } = made();
    let first: (plan: unknown) => void = () => undefined;
    fake.answers.set('users.planDelete', new Promise((resolve) => (first = resolve)));
    const slow = deletion().plan(choice);
    fake.answers.set('users.planDelete', someDeletePlan('charlie', { id: 'second', scope: 'registry' }));
    await deletion().plan({ ...choice, scope: 'registry' });
    first(someDeletePlan('charlie', { id: 'first' }));
    await slow;
    expect(deletion().opened).toMatchObject({ scope: 'registry', plan: { id: 'second' } });
    deletion().closePlan();
    expect(deletion().opened).toBeNull();
  });

  it('stays open where it is refused, with the reason', async () => {
    const { fake, deletion } = made();
    expect(await deletion().carryOut('charlie')).toBe(false);
    await deletion().plan(choice);
    fake.refusals.set('users.delete', someError('users/plan-outdated', 'Changed.'));
    expect(await deletion().carryOut('charlie')).toBe(false);
    expect(deletion()).toMatchObject({
      report: null,
      opened: { deleting: false, error: { code: 'users/plan-outdated' } },
    });
    fake.refusals.set('users.planDelete', someError('users/unknown', 'Gone.'));
    await deletion().plan(choice);
    expect(deletion().opened).toMatchObject({ plan: null, error: { code: 'users/unknown' } });
  });
});

describe('a deleted user', () => {
  it('comes back, and the list is asked for again', async () => {
    const { fake, deletion } = made();
    expect(await deletion().restore('b1', 'eric-back')).toBe(true);
    expect(fake.calls.map(({ name }) => name)).toEqual(['users.restoreDeleted', 'users.listDeleted']);
    expect(fake.calls[0]?.input).toEqual({ backup: 'b1', id: 'eric-back' });
    expect(deletion()).toMatchObject({ restoring: null, restored: { id: 'eric-back' }, deleted: [] });
    deletion().dismissRestored();
    expect(deletion().restored).toBeNull();
  });

  it('who cannot come back says why', async () => {
    const { fake, deletion } = made();
    fake.refusals.set('users.restoreDeleted', someError('users/backup-damaged', 'Torn.'));
    expect(await deletion().restore('b1')).toBe(false);
    expect(deletion()).toMatchObject({
      restored: null,
      failure: { backup: 'b1', error: { code: 'users/backup-damaged' } },
    });
    deletion().dismissFailure();
    expect(deletion().failure).toBeNull();
    fake.refusals.set('users.listDeleted', someError('home/unwritable', 'No.'));
    await deletion().listDeleted();
    expect(deletion().listError?.code).toBe('home/unwritable');
  });
});
