import type { Unsubscribe } from '../../src-shared/define.ts';
import { isSame } from '../../src-shared/roles.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Log } from '../ports.ts';

/** Which windows there are, and whom each acts for. */
export interface WindowUsers {
  open(windowId: number, userId: string | null): void;
  close(windowId: number): void;
  /** Null: the window acts for the current user. */
  point(windowId: number, userId: string | null): void;
  /** The users of those that do not follow who is current; by window id. */
  own(): Readonly<Record<number, string>>;
  /**
   * A window that acts for a user, or null: one of their own before one that only follows who is current.
   * @param current null where it is not known
   */
  windowOf(userId: string, current: string | null): number | null;
  /** See `ShellFeature.noteCurrentUser`. */
  noteCurrent(userId: string | null): void;
  /** Told of a user for whom no window acts any more, once. */
  onLeft(listener: (userId: string) => void): Unsubscribe;
}

/** Makes the table; no window is open. Letter case makes no other user, and an id is told as it was counted. */
export function createWindowUsers(log: Log): WindowUsers {
  const left = createEmitter<string>((cause) => log.error('a listener to users who left failed', cause));
  const open = new Set<number>();
  const users = new Map<number, string>();
  let acting: ReadonlyMap<string, string> = new Map();
  /** Only for telling who has left: who acts is looked up at each call. */
  let formerCurrent: string | null = null;

  function count(): void {
    const ids = [...open].map((windowId) => users.get(windowId) ?? formerCurrent).filter((id) => id !== null);
    const now = new Map(ids.map((id) => [id.toLowerCase(), id]));
    const gone = [...acting].filter(([key]) => !now.has(key));
    acting = now;
    for (const [, id] of gone) left.emit(id);
  }

  return {
    open(windowId, userId) {
      open.add(windowId);
      if (userId !== null) users.set(windowId, userId);
      count();
    },
    close(windowId) {
      open.delete(windowId);
      users.delete(windowId);
      count();
    },
    point(windowId, userId) {
      if (userId === null) users.delete(windowId);
      else users.set(windowId, userId);
      count();
    },
    own: () => Object.fromEntries(users),
    windowOf(userId, current) {
      const own = [...users].find(([, id]) => isSame(id, userId));
      if (own !== undefined) return own[0];
      if (!isSame(current, userId)) return null;
      return [...open].find((windowId) => !users.has(windowId)) ?? null;
    },
    noteCurrent(userId) {
      // While it cannot be known nobody has left.
      formerCurrent = userId ?? formerCurrent;
      count();
    },
    onLeft: left.on,
  };
}
