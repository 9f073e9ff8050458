import type { User } from '../../../src-shared/users.ts';
import { compareText, type IndexedUser, type UserIndex } from '../../lib/user-index.ts';

/** What the list can be put in order by. */
export type UserColumn = 'name' | 'id' | 'role' | 'lastSeen' | 'completeness';

/** An order of the list. */
export interface UserOrder {
  readonly by: UserColumn;
  readonly descending: boolean;
}

/** How a column is put in order at the first click on its head: who was here last comes first. */
export function firstOrder(by: UserColumn): UserOrder {
  return { by, descending: by === 'lastSeen' };
}

const comparisons: Readonly<Record<Exclude<UserColumn, 'name'>, (a: User, b: User) => number>> = {
  id: (a, b) => compareText(a.id, b.id),
  role: (a, b) => compareText(a.type, b.type),
  // Local times in one form of writing, so that the order of the texts is the order of the times.
  lastSeen: (a, b) => compareText(a.lastSeen ?? '', b.lastSeen ?? ''),
  completeness: (a, b) => a.completeness - b.completeness,
};

/** All users in an order; equal ones by name, whichever way the rest runs. */
export function orderUsers({ byName }: UserIndex, { by, descending }: UserOrder): readonly IndexedUser[] {
  if (by === 'name') return descending ? byName.toReversed() : byName;
  const compare = comparisons[by];
  const sign = descending ? -1 : 1;
  return byName.toSorted((a, b) => sign * compare(a.user, b.user));
}
