import type { ActivityPage } from '../../src-shared/activity.ts';
import type { Api } from '../../src-shared/contract.ts';
import { someAccess } from './access-facts.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** The domains of roles, passphrases and the log. */
export function fakeAccessParts(parts: FakeParts): Pick<Api, 'access' | 'activity'> {
  const { states, read, record, listen } = parts;
  const access = (member: string) => (input?: unknown) =>
    record(`access.${member}`, input, states.access ?? someAccess());
  return {
    access: {
      get: () => read(states.access),
      setPassphrase: access('setPassphrase'),
      changePassphrase: access('changePassphrase'),
      removePassphrase: access('removePassphrase'),
      forgetPassphrase: access('forgetPassphrase'),
      verifyPassphrase: (input) => record('access.verifyPassphrase', input, null),
      endAsking: access('endAsking'),
      onChanged: listen('access'),
    },
    activity: {
      get: () => read(states.activity),
      list: (input) => record<ActivityPage>('activity.list', input, { entries: [], next: null }),
      export: (input) => record('activity.export', input, { path: input.path, entries: 3 }),
      onChanged: listen('activity'),
    },
  };
}
