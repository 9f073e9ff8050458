import { expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { createUserRecoveryStore } from './user-recovery.ts';

it('a recovery is planned, carried out by its choice, and reported', async () => {
  const fake = createFakeApi();
  const recovery = createUserRecoveryStore(fake.api.users);
  expect(await recovery.getState().recover('copy')).toBe(false);
  await recovery.getState().makePlan();
  expect(recovery.getState().plan?.choices.map(({ id }) => id)).toEqual(['copy']);
  expect(await recovery.getState().recover('copy')).toBe(true);
  expect(fake.calls.at(-1)).toEqual({ name: 'users.recover', input: { planId: 'recovery', choice: 'copy' } });
  expect(recovery.getState()).toMatchObject({ plan: null, running: null, report: { users: 2 } });
  recovery.getState().dismissReport();
  expect(recovery.getState().report).toBeNull();
});

it('what is refused is said, and the plan stays to be looked at', async () => {
  const fake = createFakeApi();
  const recovery = createUserRecoveryStore(fake.api.users);
  await recovery.getState().makePlan();
  fake.refusals.set('users.recover', someError('users/plan-outdated', 'Changed.'));
  expect(await recovery.getState().recover('copy')).toBe(false);
  expect(recovery.getState()).toMatchObject({ plan: { id: 'recovery' }, error: { code: 'users/plan-outdated' } });
  fake.refusals.set('users.planRecovery', someError('home/unwritable', 'No.'));
  await recovery.getState().makePlan();
  expect(recovery.getState()).toMatchObject({ planning: false, error: { code: 'home/unwritable' } });
});
