import { addAbortSignal, type Readable } from 'node:stream';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { LogSourceState } from '../../src-shared/logs.ts';
import { nextChange } from '../lib/next-change.ts';
import { createLineQueue, type LineQueue } from './line-queue.ts';
import { createLogPosition, type LogBeginning } from './log-position.ts';
import { createLogReader } from './log-reader.ts';
import type { LogContainer, LogsPorts } from './ports.ts';

/** One service's log, read as fast as its queue is emptied. */
export interface LogFollower {
  readonly name: ServiceName;
  readonly queue: LineQueue;
  readonly state: LogSourceState;
  /** True while lines that are older than those of the other service may still come. */
  readonly mayBeBehind: boolean;
  /** True once nothing more will come. */
  readonly isOver: boolean;
}

/** What a follower is made of. */
export interface FollowParts extends Pick<LogsPorts, 'sources' | 'clock'> {
  readonly name: ServiceName;
  readonly beginning: LogBeginning;
  readonly signal: AbortSignal;
  /** Called when there may be something to take. */
  changed(): void;
}

/** Looked at again after this, also where no event tells of it. */
const lookAgainMs = 1000;
/** The same after a stream was cut off: an engine that restarts is back soon. */
const cutOffMs = 250;
/** What has had nothing to say for so long has been read up to now. */
const quietMs = 50;
/** An engine that has not begun to answer for so long does not keep the other service's lines waiting. */
const openingMs = 1000;

/** What a follower knows while it goes on. */
interface Progress {
  state: LogSourceState;
  isOver: boolean;
  /** Milliseconds of the clock's tick. */
  lastData: number;
  isWaiting: boolean;
}

/**
 * Follows the log of a service through restarts of its container and of the engine, and on to a new container under its
 * name.
 */
export function followLog(parts: FollowParts): LogFollower {
  const { name, clock, changed } = parts;
  const queue = createLineQueue();
  const progress: Progress = {
    state: { state: 'opening' },
    isOver: false,
    lastData: clock.tick(),
    isWaiting: false,
  };
  void run(parts, queue, progress).finally(() => {
    progress.isOver = true;
    changed();
  });
  return {
    name,
    queue,
    get state() {
      return progress.state;
    },
    get isOver() {
      return progress.isOver;
    },
    get mayBeBehind() {
      const { state, isOver, isWaiting, lastData } = progress;
      const quiet = clock.tick() - lastData;
      if (isOver) return false;
      if (state.state === 'opening') return quiet < openingMs;
      return state.state === 'following' && !(isWaiting && quiet >= quietMs);
    },
  };
}

async function run(parts: FollowParts, queue: LineQueue, progress: Progress): Promise<void> {
  const { name, sources, signal, changed, beginning } = parts;
  const position = createLogPosition(beginning);
  let wasCut = true;
  let former: string | null = null;

  function set(next: LogSourceState): void {
    if (JSON.stringify(next) === JSON.stringify(progress.state)) return;
    progress.state = next;
    changed();
  }

  /** Reads a container's log until it ends. @returns whether it ended by itself, and was not cut off */
  async function read(container: LogContainer): Promise<boolean> {
    const stream = await sources.log(container.id, position.rangeOf(container.id), signal);
    const isNew = position.begin(container.id);
    progress.lastData = parts.clock.tick();
    set({ state: 'following' });
    const hear = (time: string, text: string, stderr: boolean) => {
      if (isNew(time)) queue.push({ time, text, stderr, container: container.id });
    };
    return pump(parts, { stream: addAbortSignal(signal, stream), hear, queue, progress });
  }

  /** One look at the container and, where there is something to read, its log to its end. @returns whether to go on */
  async function turn(): Promise<boolean> {
    const container = await sources.container(name);
    if (container === null) set({ state: 'no-container' });
    else if (wasCut || container.running || container.id !== former) {
      wasCut = !(await read(container));
      former = container.id;
      set({ state: 'ended' });
    }
    return beginning.follow || (wasCut && container !== null);
  }

  while (!signal.aborted) {
    const change = nextChange(sources.onChanged, signal);
    let goesOn = beginning.follow;
    try {
      goesOn = await turn();
    } catch (cause) {
      wasCut = true;
      set({ state: 'unreachable', why: cause instanceof Error ? cause.message : String(cause) });
    }
    await change.wait(goesOn ? (wasCut ? cutOffMs : lookAgainMs) : 0);
    if (!goesOn) return;
  }
}

interface Pump {
  readonly stream: Readable;
  hear(time: string, text: string, stderr: boolean): void;
  readonly queue: LineQueue;
  readonly progress: Progress;
}

/** Reads a stream to its end, and no faster than the queue is emptied. @returns whether it ended by itself */
async function pump(
  { clock, signal, changed }: FollowParts,
  { stream, hear, queue, progress }: Pump,
): Promise<boolean> {
  const reader = createLogReader(hear);
  try {
    progress.isWaiting = true;
    for await (const chunk of stream) {
      progress.isWaiting = false;
      progress.lastData = clock.tick();
      reader.push(chunk as Buffer);
      changed();
      await queue.room(signal);
      progress.isWaiting = true;
    }
    reader.end();
    changed();
    return true;
  } catch (cause) {
    if (signal.aborted) throw cause;
    // What was cut off in the midst of a line is read whole the next time.
    return false;
  } finally {
    progress.isWaiting = false;
    stream.destroy();
  }
}
