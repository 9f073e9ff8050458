import { Fault } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type { SwitchRequest } from '../../src-shared/switching.ts';

/** Faults: `home/user-id-unreadable` unless repair is asked for, `switching/already-current`. */
export function refuseWhereNothingToDo(
  { userId, repair }: Pick<SwitchRequest, 'userId' | 'repair'>,
  current: CurrentUser,
): void {
  if (current.state === 'unreadable') {
    if (repair) return;
    throw new Fault('home/user-id-unreadable', `env.userid cannot be read: ${current.why}. It was left as it is.`);
  }
  if (current.id === userId && current.source === 'file') {
    throw new Fault('switching/already-current', `${userId} is the current user already.`);
  }
}
