import fc from 'fast-check';
import {
  type ConfigurationName,
  configurationNames,
  type TagName,
  tagNames,
  type UserId,
  userIds,
} from './isolation-users.ts';

/** What a question names: nothing, a tag, a tag that nobody has, or a configuration. */
export type Named =
  | { readonly by: 'nothing' }
  | { readonly by: 'tag'; readonly tag: TagName | 'NONE' }
  | { readonly by: 'configuration'; readonly name: ConfigurationName };

/** One thing that happens in a schedule. */
export type Act =
  | { readonly act: 'ask'; readonly user: UserId; readonly named: Named }
  | { readonly act: 'check' | 'list'; readonly user: UserId; readonly name: ConfigurationName }
  /** Stops what was begun last in that user's window. */
  | { readonly act: 'stop'; readonly user: UserId }
  | { readonly act: 'change' | 'lock' | 'unlock'; readonly user: UserId; readonly name: ConfigurationName }
  /** A change of which no client can be made at first. */
  | { readonly act: 'badChange'; readonly user: UserId; readonly name: ConfigurationName }
  | { readonly act: 'removeProfile'; readonly user: UserId; readonly tag: TagName }
  | { readonly act: 'putProfile'; readonly user: UserId; readonly tag: TagName; readonly name: ConfigurationName }
  | { readonly act: 'setDefault'; readonly user: UserId; readonly tag: TagName | null }
  /** The next client that is opened for that user cannot be. */
  | { readonly act: 'breakOpening'; readonly user: UserId }
  /** Time passes, then idle contexts are dropped. */
  | { readonly act: 'cleanUp'; readonly hours: number }
  | { readonly act: 'endUser'; readonly user: UserId }
  /** The window of one user acts for another from now on, or for its own again. */
  | { readonly act: 'windowFor'; readonly user: UserId; readonly other: UserId };

const user = fc.constantFrom(...userIds);
const name = fc.constantFrom(...configurationNames);
const tag = fc.constantFrom(...tagNames);
const named: fc.Arbitrary<Named> = fc.oneof(
  fc.constant({ by: 'nothing' as const }),
  fc.record({ by: fc.constant('tag' as const), tag: fc.constantFrom(...tagNames, 'NONE' as const) }),
  fc.record({ by: fc.constant('configuration' as const), name }),
);
const is = <A extends Act['act']>(...acts: readonly A[]) => fc.constantFrom(...acts);

/** Anything that happens; questions most often, as everything else is about what it does to them. */
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ act: is('ask'), user, named }) },
  { weight: 2, arbitrary: fc.record({ act: is('check', 'list'), user, name }) },
  { weight: 2, arbitrary: fc.record({ act: is('stop'), user }) },
  { weight: 3, arbitrary: fc.record({ act: is('change', 'change', 'lock', 'unlock'), user, name }) },
  { weight: 2, arbitrary: fc.record({ act: is('badChange'), user, name }) },
  { weight: 1, arbitrary: fc.record({ act: is('removeProfile'), user, tag }) },
  { weight: 1, arbitrary: fc.record({ act: is('putProfile'), user, tag, name }) },
  { weight: 1, arbitrary: fc.record({ act: is('setDefault'), user, tag: fc.option(tag) }) },
  { weight: 1, arbitrary: fc.record({ act: is('breakOpening'), user }) },
  { weight: 2, arbitrary: fc.record({ act: is('cleanUp'), hours: fc.constantFrom(0, 1, 25) }) },
  { weight: 1, arbitrary: fc.record({ act: is('endUser'), user }) },
  { weight: 1, arbitrary: fc.record({ act: is('windowFor'), user, other: user }) },
);
