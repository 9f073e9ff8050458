import type { ServiceName } from '../../src-shared/docker.ts';
import type { Clock } from '../ports.ts';
import type { Board } from './board.ts';
import type { Observer } from './observer.ts';
import type { Operations } from './operations.ts';

const okEveryMs = 5000;
/** While nobody looks, only tray and notifications want to know. */
const unseenEveryMs = 30_000;
const starting = { first: 250, longest: 2000 };
const failing = { first: 2000, longest: 15_000 };

/** Asks one service for /health: often while it starts, less often when it answers, ever less often when it fails. */
export interface ProbeRhythm {
  /** Asks at once where the container was started anew; stops where it does not run (null). */
  follow(startedAt: string | null): void;
  /** Asks now instead of when it was planned. */
  hurry(): void;
  end(): void;
}

/** Makes the rhythm of one service; nothing happens before `follow`. */
export function createProbeRhythm(
  name: ServiceName,
  ports: { board: Board; observer: Observer; operations: Operations; clock: Clock; isSeen(): boolean },
): ProbeRhythm {
  const { board, observer, operations, clock, isSeen } = ports;
  let timer: NodeJS.Timeout | undefined;
  let present: string | null = null;
  let begin = 0;
  let failures = 0;
  let asking = 0;

  async function ask(startedAt: string): Promise<void> {
    asking += 1;
    const own = asking;
    // While a switch replaces it, nothing is shown of its answers.
    if (!operations.isHeld) await observer.probe(name);
    // One that was hurried past leaves the planning to the one that came after it.
    if (present !== startedAt || own !== asking) return;
    const wait = isSeen() ? untilNext() : Math.max(untilNext(), unseenEveryMs);
    timer = setTimeout(() => void ask(startedAt), wait);
    board.noteAgain(name, wait);
  }

  function untilNext(): number {
    const lamp = board.state().services.find((service) => service.name === name)?.lamps.http.state;
    if (lamp === 'ok' || lamp === 'warn') {
      failures = 0;
      return okEveryMs;
    }
    if (lamp === 'starting') return clamp((clock.tick() - begin) / 4, starting);
    failures += 1;
    return clamp(failing.first * failures, failing);
  }

  return {
    follow(startedAt) {
      if (startedAt === present) return;
      clearTimeout(timer);
      present = startedAt;
      begin = clock.tick();
      failures = 0;
      if (startedAt !== null) void ask(startedAt);
    },
    hurry() {
      clearTimeout(timer);
      if (present !== null) void ask(present);
    },
    end() {
      clearTimeout(timer);
      present = null;
    },
  };
}

function clamp(value: number, { first, longest }: { first: number; longest: number }): number {
  return Math.min(Math.max(value, first), longest);
}
