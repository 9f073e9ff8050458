import { activityWords, phraseOf } from '../src-shared/activity-words.ts';
import { meets, refusalWords } from '../src-shared/roles.ts';
import { type CallName, rules } from '../src-shared/rules.ts';
import { useAccess } from './app-stores.ts';
import { type AccessStore, actingUser } from './stores/access.ts';

/** Whether whoever acts in this window may make a call; `why` says why not, and is null where they may. */
export interface May {
  readonly allowed: boolean;
  readonly why: string | null;
}

/**
 * Whether main would let a call through, for buttons that it would refuse: `useMay('users.update', user.id)`.
 * @param concerned the id of the user whose thing it is, for calls that Standard users may make for themselves
 */
export function useMay(name: CallName, concerned: string | null = null): May {
  const why = useAccess((store) => whyNot(store, name, concerned));
  return { allowed: why === null, why };
}

/** Why a call would be refused, in words; null where it would not, and where main has not told yet: then it decides. */
export function whyNot(store: AccessStore, name: CallName, concerned: string | null): string | null {
  const actor = actingUser(store);
  if (actor === null || store.access === null) return null;
  const { need, what } = rules[name];
  const { trouble, broken, admins } = store.access;
  if (meets(actor, need, concerned, broken)) return null;
  if (actor.role === null && trouble !== null) return trouble.message;
  const act = what === null ? 'do this' : phraseOf(activityWords[what], 'act', null);
  const names = admins.map((admin) => admin.name);
  const { message, hint } = refusalWords(actor, need, act, names);
  return `${message} ${hint}`;
}
