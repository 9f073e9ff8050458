import { type Actor, isSame, roleOf } from '../../src-shared/roles.ts';
import type { Person } from './ports.ts';

/** The registry as far as rights go. */
export interface Household {
  find(id: string): Person | null;
  hasAdmin(): boolean;
  /** In the order of the registry. */
  admins(): readonly Person[];
  /** The one Admin among several users, else null. */
  lastAdmin(): string | null;
}

/**
 * Sums up a registry. Of two entries whose ids differ in letter case only the first counts, as in upstream's look-up.
 * Each question is answered when it is asked: after every save of one of ten thousand profiles the list is another.
 */
export function householdOf(people: readonly Person[]): Household {
  const find = (id: string) => {
    const wanted = id.toLowerCase();
    return people.find((person) => person.id.toLowerCase() === wanted) ?? null;
  };
  const isAdmin = (person: Person) => roleOf(person.type) === 'Admin' && find(person.id) === person;
  function admins(): Person[] {
    const found = people.filter(({ type }) => roleOf(type) === 'Admin');
    // Of these alone: a set of everybody's ids would be made anew after every save.
    const first = new Map<string, Person | null>(found.map(({ id }) => [id.toLowerCase(), null]));
    for (const person of people) {
      const key = person.id.toLowerCase();
      if (first.get(key) === null) first.set(key, person);
    }
    return found.filter((person) => first.get(person.id.toLowerCase()) === person);
  }
  return {
    find,
    hasAdmin: () => people.some(isAdmin),
    admins,
    lastAdmin() {
      const [first, ...others] = admins();
      if (first === undefined || others.length > 0) return null;
      return people.some(({ id }) => !isSame(id, first.id)) ? first.id : null;
    },
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
  const mayAll = isCurrent && (!household.hasAdmin() || (isStandIn && person === null));
  if (person === null) return { id, name: id, role: 'Standard', mayAll };
  return { id: person.id, name: person.name, role: roleOf(person.type), mayAll };
}

/** Nobody knows who acts: env.userid cannot be read. */
export const unknownActor: Actor = { id: null, name: 'An unknown user', role: null, mayAll: false };
