import { unregisteredType, whyUnsafe } from '../../src-shared/user-id.ts';
import { completenessOf, memoryYearOf, missingFields } from '../../src-shared/user-rules.ts';
import type { Profile, User } from '../../src-shared/users.ts';
import { membersOf } from '../formats/json-spans.ts';
import { findEntry, type Registry, type RegistryEntry, textOfEntry } from '../formats/registry.ts';
import { otherNames, revisionOf, storedProblems, valuesOf } from './entry-values.ts';
import { type AllLooks, lookOf } from './looks.ts';

/** What is shown beside the registry itself. */
export interface Setting {
  /** Null where env.userid cannot be read. */
  readonly currentId: string | null;
  readonly looks: AllLooks;
  /** Whether there is a folder with data of exactly this id. */
  readonly folders: { has(id: string): boolean };
}

/** Of ten thousand entries one changes at a time: the others are not made again, which would cost more than all else. */
const known = new WeakMap<RegistryEntry, User>();

/**
 * The users as shown: those of the registry in its order; and the current user also where the registry does not have
 * them, because upstream lets env.userid name anybody.
 */
export function shownUsers(registry: Registry, setting: Setting): readonly User[] {
  const listed = registry.users.map((entry) => shownUser(entry, setting));
  const { currentId } = setting;
  if (currentId === null || findEntry(registry, currentId) !== null) return listed;
  return [...listed, shownUser({ user_id: currentId, user_type: unregisteredType }, setting)];
}

/** One entry as shown. Ids are compared as upstream's look-up does, without letter case. */
export function shownUser(entry: RegistryEntry, { currentId, looks, folders }: Setting): User {
  const id = entry.user_id;
  const look = lookOf(looks, id);
  const now = { isCurrent: isSame(id, currentId), hasFolder: folders.has(id), color: look.color, avatar: look.avatar };
  const shown = known.get(entry);
  if (shown !== undefined && isAs(shown, now)) return shown;
  const user = { ...(shown ?? ofEntry(entry)), ...now };
  known.set(entry, user);
  return user;
}

type Around = Pick<User, 'isCurrent' | 'hasFolder' | 'color' | 'avatar'>;

function isAs(user: User, { isCurrent, hasFolder, color, avatar }: Around): boolean {
  return user.isCurrent === isCurrent && user.hasFolder === hasFolder && user.color === color && user.avatar === avatar;
}

/** All of one entry. @param today local date as YYYY-MM-DD */
export function profileOf(registry: Registry, entry: RegistryEntry, setting: Setting, today: string): Profile {
  const values = valuesOf(entry);
  const text = textOfEntry(registry, entry);
  const others = new Set(otherNames(entry));
  return {
    ...shownUser(entry, setting),
    ...values,
    missing: missingFields(values),
    problems: storedProblems(entry, values, today),
    otherFields: Object.fromEntries(
      membersOf(text, 0)
        .filter(({ key }) => others.has(key))
        .map(({ key, value }) => [key, text.slice(value.start, value.end).slice(0, 2000)]),
    ),
    revision: revisionOf(entry),
  };
}

/** Whether an id is another in any spelling that upstream takes for the same; false where there is no other. */
export function isSame(id: string, other: string | null): boolean {
  if (other === null) return false;
  return id === other || id.trim().toLowerCase() === other.trim().toLowerCase();
}

function ofEntry(entry: RegistryEntry): Omit<User, keyof Around> {
  const values = valuesOf(entry);
  const time = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null);
  return {
    id: entry.user_id,
    name: values.name,
    type: values.type,
    lastSeen: time(entry.last_seen),
    createdAt: time(entry.created_at),
    unsafe: whyUnsafe(entry.user_id),
    completeness: completenessOf(missingFields(values)),
    memoryYear: memoryYearOf(values),
  };
}
