import { Fault } from '../../src-shared/errors.ts';
import { isSame, roleOf } from '../../src-shared/roles.ts';
import type { Registry, RegistryEntry } from '../formats/registry.ts';

/**
 * Refuses a change that would take the only Admin from a household with other users: nobody could give it one again.
 * Decided on the very registry that is replaced, so that two Admins cannot demote one another at once.
 * Fault: `access/last-admin`.
 */
export function keepAnAdmin(before: Registry, after: Registry): void {
  if (after.users.some(isAdmin)) return;
  const last = before.users.find(isAdmin);
  if (last === undefined || after.users.every(({ user_id: id }) => isSame(id, last.user_id))) return;
  throw new Fault('access/last-admin', `${last.user_id} is the only Admin, and there are other users.`);
}

/** The first user of a registry is an Admin, whatever was asked for: somebody has to be able to manage the others. */
export function firstAsAdmin(registry: Registry, entry: RegistryEntry): RegistryEntry {
  return registry.users.length === 0 ? { ...entry, user_type: 'Admin' } : entry;
}

function isAdmin({ user_type: type }: RegistryEntry): boolean {
  return typeof type === 'string' && roleOf(type) === 'Admin';
}
