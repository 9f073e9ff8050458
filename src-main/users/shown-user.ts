import { unregisteredType, whyUnsafe } from '../../src-shared/user-id.ts';
import { plainLook } from '../../src-shared/user-look.ts';
import type { User } from '../../src-shared/users.ts';
import { findEntry, type Registry, type RegistryEntry, titleOf } from '../formats/registry.ts';

/**
 * The users as shown: those of the registry in its order; and the current user also where the registry does not have
 * them, because upstream lets env.userid name anybody.
 * @param currentId null where env.userid cannot be read
 */
export function shownUsers(registry: Registry, currentId: string | null): readonly User[] {
  const listed = registry.users.map((entry) => shownUser(entry, currentId));
  if (currentId === null || findEntry(registry, currentId) !== null) return listed;
  return [...listed, shownUser({ user_id: currentId, user_type: unregisteredType }, currentId)];
}

/** One entry as shown. Ids are compared as upstream's look-up does, without letter case. */
export function shownUser(entry: RegistryEntry, currentId: string | null): User {
  const id = entry.user_id;
  return {
    id,
    name: textOf(entry.user_name) ?? titleOf(id),
    type: textOf(entry.user_type) ?? 'Standard',
    lastSeen: textOf(entry.last_seen),
    createdAt: textOf(entry.created_at),
    isCurrent: currentId !== null && id.toLowerCase() === currentId.toLowerCase(),
    unsafe: whyUnsafe(id),
    completeness: 0,
    memoryYear: null,
    hasFolder: false,
    ...plainLook,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
