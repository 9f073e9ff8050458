import type { Unsubscribe } from '../../src-shared/define.ts';
import { normaliseUserId } from '../../src-shared/user-id.ts';
import { createRhythm } from '../lib/rhythm.ts';
import type { SettingsPorts } from './ports.ts';
import type { SettingsStore } from './store.ts';

/** How long what is kept in memory alone outlasts its last use, in milliseconds. */
export interface IdleLimits {
  /** Between two looks. */
  readonly intervalMs: number;
  readonly ageMs: number;
}

/** Who is there, and what is forgotten when they are gone. */
export interface Sessions {
  /** Somebody's settings were used. */
  used(userId: string): void;
  /** Somebody is gone: what was unlocked is locked, and what was for the session only is forgotten. */
  closed(userId: string): Promise<void>;
  /** Closes whom nobody acts for any more; to be called whenever that may have changed. */
  look(): Promise<void>;
  /** Closes who has been idle for longer than this, in milliseconds. */
  lookForIdle(ageMs: number): Promise<void>;
  /** Goes on looking until the off-switch is used; the limits are asked for at each look. */
  watch(limits: () => Promise<IdleLimits>): Unsubscribe;
}

/** Makes the sessions; `tell` is told whose settings are others now. */
export function createSessions(ports: SettingsPorts, store: SettingsStore, tell: (userId: string) => void): Sessions {
  const { clock, secrets, log } = ports;
  /** By user, when they were used last: the clock's tick. */
  const uses = new Map<string, number>();

  async function closed(id: string): Promise<void> {
    const userId = normaliseUserId(id);
    uses.delete(userId);
    secrets.lock(userId);
    const reading = await store.read(userId);
    if (reading.state === 'good' && reading.document.preferences.sessionOnly) {
      store.forget(userId);
      secrets.forgetMemory(userId);
    }
    tell(userId);
  }

  async function look(): Promise<void> {
    if (uses.size === 0) return;
    const acting = await ports.actingUsers();
    if (acting === null) return;
    await Promise.all([...uses.keys()].filter((userId) => !acting.has(userId)).map(closed));
  }

  async function lookForIdle(ageMs: number): Promise<void> {
    const limit = clock.tick() - ageMs;
    await Promise.all([...uses].filter(([, at]) => at < limit).map(([userId]) => closed(userId)));
  }

  return {
    used: (userId) => void uses.set(userId, clock.tick()),
    closed,
    look,
    lookForIdle,
    watch(limits) {
      const failed = (cause: unknown) => log.error('sessions could not be looked at', cause);
      const off = [
        ports.onActingChange(() => void look().catch(failed)),
        ports.onUserLeft((userId) => void closed(userId).catch(failed)),
      ];
      const rhythm = createRhythm({
        pauseMs: async () => (await limits()).intervalMs,
        work: async () => lookForIdle((await limits()).ageMs),
        fail: failed,
      });
      rhythm.begin();
      return () => {
        for (const end of off) end();
        rhythm.end();
      };
    },
  };
}
