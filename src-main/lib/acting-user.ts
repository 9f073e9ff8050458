import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { normaliseUserId, whyUnsafe } from '../../src-shared/user-id.ts';

/** What is asked for whom a caller acts, at each look. */
export interface ActingUserPorts {
  /** For whom a window acts where that is not the current user; by window id. */
  windowUsers(): Readonly<Record<number, string>>;
  /** The computer's current user; null where nobody can be read. */
  currentUserId(): Promise<string | null>;
}

/** For whom callers act. */
export interface ActingUser {
  /** Small letters, safe as the name of a file. Faults: `home/user-id-unreadable`, `users/id-unsafe`. */
  of(caller: Caller): Promise<string>;
  /**
   * Does some work for whoever the caller acts for now, and hands its answer on only where the caller still acts for them
   * at its end: a late answer must not be shown to somebody else. Faults: those of `of`, `settings/user-changed`.
   */
  during<T>(caller: Caller, work: (userId: string) => Promise<T> | T): Promise<T>;
}

/** Makes the look for whom callers act; nothing is kept of it. */
export function createActingUser({ windowUsers, currentUserId }: ActingUserPorts): ActingUser {
  async function of({ windowId }: Caller): Promise<string> {
    const id = windowUsers()[windowId] ?? (await currentUserId());
    if (id === null)
      throw new Fault('home/user-id-unreadable', 'env.userid cannot be read, so nobody is known to act.');
    const safe = normaliseUserId(id);
    const why = whyUnsafe(safe);
    if (why !== null) throw new Fault('users/id-unsafe', `Nothing can be kept for "${id}": ${why}.`);
    return safe;
  }

  async function refuseAnother(caller: Caller, before: string): Promise<void> {
    const after = await of(caller);
    if (after === before) return;
    throw new Fault('settings/user-changed', `This was asked for ${before}, and now ${after} is here.`);
  }

  return {
    of,
    async during(caller, work) {
      const before = await of(caller);
      try {
        const answer = await work(before);
        await refuseAnother(caller, before);
        return answer;
      } catch (cause) {
        // What went wrong is told to nobody else either.
        await refuseAnother(caller, before);
        throw cause;
      }
    },
  };
}
