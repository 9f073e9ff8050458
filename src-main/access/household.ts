import { type Actor, roleOf } from '../../src-shared/roles.ts';
import type { Person } from './ports.ts';

/** The registry as far as rights go. */
export interface Household {
  find(id: string): Person | null;
  /** In the order of the registry. */
  readonly admins: readonly Person[];
  /** The one Admin among several users, else null. */
  readonly lastAdmin: string | null;
}

/** One sum for one list of people, which is the same as long as the registry is. */
const known = new WeakMap<readonly Person[], Household>();

/** Sums up a registry. Of two entries whose ids differ in letter case only the first counts, as in upstream's look-up. */
export function householdOf(people: readonly Person[]): Household {
  const household = known.get(people) ?? summed(people);
  known.set(people, household);
  return household;
}

function summed(people: readonly Person[]): Household {
  const byId = new Map<string, Person>();
  for (const person of people) {
    const id = person.id.toLowerCase();
    if (!byId.has(id)) byId.set(id, person);
  }
  const admins = [...byId.values()].filter(({ type }) => roleOf(type) === 'Admin');
  const [first, ...others] = admins;
  return {
    find: (id) => byId.get(id.toLowerCase()) ?? null,
    admins,
    lastAdmin: first !== undefined && others.length === 0 && byId.size > 1 ? first.id : null,
  };
}

/**
 * Somebody who acts, with their rights.
 * @param household null where the registry cannot be read
 * @param isCurrent true for the computer's current user
 * @param isStandIn true where nobody names the current user, so that the usual name stands in
 */
export function actorOf(
  id: string,
  household: Household | null,
  { isCurrent, isStandIn }: { readonly isCurrent: boolean; readonly isStandIn: boolean },
): Actor {
  if (household === null) return { id, name: id, role: null, mayAll: false };
  const person = household.find(id);
  // A household that never named an Admin must not be locked out; nor one in which nobody has been current yet.
  const mayAll = isCurrent && (household.admins.length === 0 || (isStandIn && person === null));
  if (person === null) return { id, name: id, role: 'Standard', mayAll };
  return { id: person.id, name: person.name, role: roleOf(person.type), mayAll };
}

/** Nobody knows who acts: env.userid cannot be read. */
export const unknownActor: Actor = { id: null, name: 'An unknown user', role: null, mayAll: false };
