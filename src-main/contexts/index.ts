import type { ContextState } from '../../src-shared/chat.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createRhythm } from '../lib/rhythm.ts';
import type { Lease, RunContext, RunRequest } from '../lib/run-context.ts';
import { chooseContext } from './choose.ts';
import type { ContextsPorts } from './ports.ts';
import { createUserContext, type UserContext } from './user-context.ts';

/**
 * The runtime contexts (spec 5.3, 5.4), one a user. There is no context of nobody, no current one and no function that
 * could be asked without saying for whom.
 */
export interface Contexts {
  /** What a request would be made with; makes nothing and counts as no use. Faults: as `chooseContext`. */
  resolve(userId: string, request: RunRequest): Promise<RunContext>;
  /**
   * The same together with the client that asks, to be released when the request is over. Where it fails the user's
   * context is as it was. Faults: as `chooseContext`; `chat/ended` where the user's last window was closed meanwhile.
   */
  lease(userId: string, request: RunRequest): Promise<Lease>;
  /** Null where the user has none; asking makes none and keeps none alive. */
  state(userId: string): ContextState | null;
  /** The user's settings have changed: clients with former secrets go, those in use when their request is over. */
  noteChange(userId: string): void;
  /** The user's last window was closed: what they ask ends, and their clients with it. */
  endUser(userId: string): void;
  /** Drops what was idle for too long. Never what is in use. */
  cleanUp(): Promise<void>;
  /** Begins to clean up by itself; `end` ends it. */
  watch(): void;
  /** Ends all contexts of everybody. */
  end(): void;
}

/** Makes the contexts; there is none before the first lease. */
export function createContexts(ports: ContextsPorts): Contexts {
  const { settings, log } = ports;
  const all = new Map<string, UserContext>();
  /** Requests that are still finding out what they are to be made with. */
  const beginning = new Set<{ readonly key: string; isEnded: boolean }>();

  async function lease(userId: string, request: RunRequest): Promise<Lease> {
    const key = keyOf(userId);
    const own = { key, isEnded: false };
    beginning.add(own);
    try {
      const chosen = await chooseContext(settings, userId, request);
      if (own.isEnded) throw new Fault('chat/ended', 'The last window of this user was closed.');
      const context = all.get(key) ?? createUserContext(userId, ports);
      const begun = context.begin(chosen);
      all.set(key, context);
      return begun;
    } catch (cause) {
      if (cause instanceof Fault) all.get(key)?.noteTrouble(cause);
      throw cause;
    } finally {
      beginning.delete(own);
    }
  }

  function endWhere(isMeant: (key: string) => boolean): void {
    for (const one of beginning) if (isMeant(one.key)) one.isEnded = true;
    for (const [key, context] of [...all]) {
      if (!isMeant(key)) continue;
      all.delete(key);
      context.end();
    }
  }

  async function cleanUp(): Promise<void> {
    const limitMs = (await ports.times()).maxAgeHours * 3_600_000;
    for (const [key, context] of [...all]) {
      if (!context.isIdleFor(limitMs)) continue;
      all.delete(key);
      context.end();
      ports.onIdle(context.state().userId);
    }
  }

  const rhythm = createRhythm({
    pauseMs: async () => (await ports.times()).cleanupIntervalSeconds * 1000,
    work: cleanUp,
    fail: (cause) => log.error('the runtime contexts could not be cleaned up', cause),
  });

  return {
    resolve: (userId, request) => chooseContext(settings, userId, request),
    lease,
    state: (userId) => all.get(keyOf(userId))?.state() ?? null,
    noteChange: (userId) => all.get(keyOf(userId))?.retire(),
    endUser(userId) {
      const wanted = keyOf(userId);
      endWhere((key) => key === wanted);
    },
    cleanUp,
    watch: rhythm.begin,
    end() {
      rhythm.end();
      endWhere(() => true);
    },
  };
}

/** Letter case does not make two users of one, as everywhere. */
function keyOf(userId: string): string {
  return userId.toLowerCase();
}
