import type { SystemUserCell } from '../../src-shared/consistency.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';

/** Who is current, as what everything else is compared with. A stand-in that nothing names is not known. */
export function systemCell(path: string, current: CurrentUser): SystemUserCell {
  if (current.state === 'unreadable') {
    const why = `env.userid cannot be read: ${current.why}.`;
    return { path, user: null, source: null, verdict: 'unknown', why };
  }
  const { id: user, source } = current;
  if (source === 'default') {
    const why = `There is no env.userid and nothing else names a user; ${user} is a stand-in.`;
    return { path, user, source, verdict: 'unknown', why };
  }
  const names = source === 'file' ? 'env.userid' : "There is no env.userid; the environment's USER_ID";
  return { path, user, source, verdict: 'consistent', why: `${names} names ${user}.` };
}

/**
 * The user that services may be brought in line with. Faults: `home/user-id-unreadable`, `consistency/no-user`,
 * `users/id-unsafe`.
 */
export function userToFollow(current: CurrentUser): string {
  if (current.state === 'unreadable') {
    throw new Fault('home/user-id-unreadable', `env.userid cannot be read: ${current.why}. It was left as it is.`);
  }
  if (current.source === 'default') {
    const message = `There is no env.userid and nothing else names a user, so there is nobody to follow.`;
    throw new Fault('consistency/no-user', message);
  }
  const why = whyUnsafe(current.id);
  if (why === null) return current.id;
  const hint = 'Switch to a user of the list, whose id is safe; the services follow.';
  throw new Fault('users/id-unsafe', `No services are made for "${current.id}": ${why}.`, { hint });
}
