import type { ContextState } from '../../src-shared/chat.ts';
import type { Fault } from '../../src-shared/errors.ts';
import type { Lease, RunContext } from '../lib/run-context.ts';
import { createClients } from './clients.ts';
import type { ContextsPorts } from './ports.ts';

/** The runtime context of one user: their clients, who uses them, and since when nobody does. */
export interface UserContext {
  /** Throws what opening a client throws; everything is as it was then. */
  begin(chosen: RunContext): Lease;
  /** A request could not be begun; what is in use goes on. */
  noteTrouble(fault: Fault): void;
  state(): ContextState;
  /** Whether nobody uses it and the last use is longer ago than this, in milliseconds. */
  isIdleFor(limitMs: number): boolean;
  /** Lets go of the clients; those in use end when their request is over. */
  retire(): void;
  /** Ends the clients; what they ask ends as cancelled. Leases of it may still be released. */
  end(): void;
}

/** Makes the context of a user who begins to use one. */
export function createUserContext(
  userId: string,
  { clock, log, openClient }: Pick<ContextsPorts, 'clock' | 'log' | 'openClient'>,
): UserContext {
  const clients = createClients(openClient, (cause) => log.error('a client could not be ended', cause));
  let inUse = 0;
  let usedAt = clock.tick();
  let usedOn = clock.now();
  let trouble: ContextState['trouble'] = null;

  function touch(): void {
    usedAt = clock.tick();
    usedOn = clock.now();
  }

  return {
    begin(context) {
      const { client, giveBack } = clients.take(context.configuration);
      inUse += 1;
      trouble = null;
      touch();
      let isReleased = false;
      return {
        context,
        client,
        release() {
          if (isReleased) return;
          isReleased = true;
          inUse -= 1;
          touch();
          giveBack();
        },
      };
    },
    noteTrouble(fault) {
      trouble = fault.toAppError();
    },
    state: () => ({ userId, lastUsedAt: usedOn.toISOString(), inUse, trouble }),
    isIdleFor: (limitMs) => inUse === 0 && clock.tick() - usedAt > limitMs,
    retire: clients.retireAll,
    end: clients.endAll,
  };
}
