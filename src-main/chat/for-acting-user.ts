import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { isSame } from '../../src-shared/roles.ts';
import type { ChatPorts } from './ports.ts';

/**
 * Does work for whom the caller acts now. An answer that comes late, and a failure as well, never reaches somebody else:
 * both may tell of the user the work was begun for. Fault: `settings/user-changed`, and those of the work.
 * @param undo takes back what the work gave, where it is not handed on
 */
export async function forActingUser<T>(
  ports: Pick<ChatPorts, 'actingUser'>,
  caller: Caller,
  work: (userId: string) => Promise<T>,
  undo: (value: T) => void = () => undefined,
): Promise<T> {
  const userId = await ports.actingUser(caller);
  const [outcome] = await Promise.allSettled([work(userId)]);
  try {
    await stillActing(ports, userId, caller);
  } catch (cause) {
    if (outcome.status === 'fulfilled') undo(outcome.value);
    throw cause;
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** Passes where the caller still acts for that user. Fault: `settings/user-changed`. */
export async function stillActing(
  { actingUser }: Pick<ChatPorts, 'actingUser'>,
  userId: string,
  caller: Caller,
): Promise<void> {
  if (isSame(await actingUser(caller), userId)) return;
  throw new Fault('settings/user-changed', 'Meanwhile this window acts for somebody else.');
}
