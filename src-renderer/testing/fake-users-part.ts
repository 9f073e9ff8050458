import type { Api } from '../../src-shared/contract.ts';
import { newUser, someUser } from './facts.ts';
import type { FakeParts } from './fake-home-parts.ts';
import { someDeletePlan, someDeleteReport, someProfile, someRecoveryPlan } from './user-facts.ts';

/** The users domain; `answers` and `refusals` of the fake change what single calls say. */
export function fakeUsersPart(parts: FakeParts): Pick<Api, 'users'> {
  const { states, read, record, listen } = parts;
  return {
    users: {
      list: () => read(states.users),
      get: (input) => record('users.get', input, someProfile(input.id)),
      create: (input) => record('users.create', input, newUser(input)),
      update: (input) => record('users.update', input, { profile: someProfile(input.id), alsoChanged: [] }),
      setLook: ({ id, ...look }) => record('users.setLook', { id, ...look }, someUser(id, look)),
      duplicate: (input) => record('users.duplicate', input, newUser(input)),
      planDelete(input) {
        const { id, scope = 'everything', backup = true } = input;
        return record('users.planDelete', input, someDeletePlan(id, { scope, backup }));
      },
      delete: (input) => record('users.delete', input, someDeleteReport(input.confirm)),
      listDeleted: () => record('users.listDeleted', undefined, []),
      restoreDeleted: (input) => record('users.restoreDeleted', input, newUser({ id: input.id ?? 'restored' })),
      discardDeleted: (input) => record('users.discardDeleted', input, []),
      planRecovery: () => record('users.planRecovery', undefined, someRecoveryPlan()),
      recover: (input) => {
        const { registry, keepsAs } = someRecoveryPlan();
        return record('users.recover', input, { registry, users: 2, keptAs: keepsAs });
      },
      onChanged: listen('users'),
    },
  };
}
