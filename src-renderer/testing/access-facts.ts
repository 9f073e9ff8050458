import type { AccessState } from '../../src-shared/access.ts';
import type { ActivityEntry, ActivityState } from '../../src-shared/activity.ts';
import type { Actor, Role } from '../../src-shared/roles.ts';
import { ago } from './facts.ts';

/** Somebody with a role. */
export function someActor(id: string, role: Role | null = 'Admin', changes: Partial<Actor> = {}): Actor {
  return { id, name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`, role, mayAll: false, ...changes };
}

/** Paula, who is Admin, acts everywhere; nobody has a passphrase. */
export function someAccess(changes: Partial<AccessState> = {}): AccessState {
  return {
    current: someActor('paula'),
    windows: {},
    windowId: 7,
    trouble: null,
    broken: false,
    admins: [{ id: 'paula', name: 'Paula' }],
    lastAdmin: 'paula',
    passphrases: {},
    asking: null,
    ...changes,
  };
}

/** One entry of the log. */
export function someEntry(id: string, changes: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id,
    time: ago(125_000),
    who: 'paula',
    via: 'window',
    what: 'switch',
    subject: 'charlie',
    result: 'ok',
    ms: 5200,
    detail: null,
    code: null,
    ...changes,
  };
}

/** A log in which nothing stands yet, or these entries. */
export function someActivity(
  entries: readonly ActivityEntry[] = [],
  changes: Partial<ActivityState> = {},
): ActivityState {
  return { entries, folder: '/home/paula/.persag/desktop/activity', trouble: null, ...changes };
}
