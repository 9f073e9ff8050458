import type { Caller } from '../../src-shared/define.ts';
import { isSame } from '../../src-shared/roles.ts';

/** What callers wait for and may cancel, each by a number of the caller's own. */
export interface Asks {
  /**
   * Does the work of one ask; a second one with the same number of the same caller ends the first. Where it is cancelled
   * the answer is that of `cancelled`, at once, whether or not the work heeds its signal.
   */
  run<T>(own: Ask, work: (signal: AbortSignal) => Promise<T>, cancelled: () => T): Promise<T>;
  cancel(caller: Caller, ask: number): void;
  /** Ends those of a window that shows its page no longer. */
  leave(windowId: number): void;
  /** Ends those that were made for a user. */
  endUser(userId: string): void;
  /** Those that are waited for now. */
  all(): readonly Ask[];
  endAll(): void;
}

/** Who waits for what, and for whom it is done. */
export interface Ask {
  readonly caller: Caller;
  readonly ask: number;
  readonly userId: string;
}

/** Makes an empty set of asks. */
export function createAsks(): Asks {
  const all = new Map<string, Ask & { readonly off: AbortController }>();

  function endWhere(isMeant: (own: Ask) => boolean): void {
    for (const own of [...all.values()]) if (isMeant(own)) own.off.abort();
  }

  return {
    async run(own, work, cancelled) {
      const key = keyOf(own.caller, own.ask);
      all.get(key)?.off.abort();
      const off = new AbortController();
      const mine = { ...own, off };
      all.set(key, mine);
      try {
        const ended = new Promise<'ended'>((resolve) => {
          off.signal.addEventListener('abort', () => resolve('ended'), { once: true });
        });
        const working = work(off.signal);
        // It may fail after it was given up.
        working.catch(() => undefined);
        const first = await Promise.race([working.then((value) => ({ value })), ended]);
        return first === 'ended' ? cancelled() : first.value;
      } finally {
        if (all.get(key) === mine) all.delete(key);
      }
    },
    cancel: (caller, ask) => all.get(keyOf(caller, ask))?.off.abort(),
    leave: (windowId) => endWhere(({ caller }) => caller.kind === 'window' && caller.windowId === windowId),
    endUser: (userId) => endWhere((own) => isSame(own.userId, userId)),
    all: () => [...all.values()],
    endAll: () => endWhere(() => true),
  };
}

function keyOf({ kind, windowId }: Caller, ask: number): string {
  return `${kind} ${windowId} ${ask}`;
}
