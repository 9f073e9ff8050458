import type { ArchiveOutcome, ArchivePhase, ArchivesState, ArchiveTask } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { toAppError } from '../lib/app-error.ts';
import type { Clock, Log } from '../ports.ts';

/** Milliseconds between two tellings of how far it got. */
const tellEvery = 50;

/** How a task tells of itself and is stopped. */
export interface Conduct {
  /** Aborted by a cancel; past `seal` it is looked at no more. */
  readonly signal: AbortSignal;
  /** Begins a part of the work; `total` in bytes, 0 where it is not known. */
  phase(phase: ArchivePhase, total: number): void;
  /** Tells of bytes that were done in addition. */
  advance(bytes: number): void;
  /** Tells whose archive it is, where that was not known at the beginning. */
  name(userId: string): void;
  /** From here on it cannot be cancelled. Fault: `archives/cancelled` where it was already. */
  seal(): void;
}

/** What a task is about. */
export interface TaskSubject {
  readonly task: ArchiveTask;
  readonly userId: string | null;
  readonly path: string;
}

/** Runs exports, checks and imports, one at a time. */
export interface Tasks {
  state(): ArchivesState;
  /** Fault: `archives/busy`, and those of the work. */
  run<T>(subject: TaskSubject, work: (conduct: Conduct) => Promise<T>): Promise<T>;
  cancel(): void;
  /** Cancels, and waits until it has ended. */
  end(): Promise<void>;
}

type Running = Extract<ArchivesState, { state: 'running' }>;

/** @param tell called when a task began, got further or ended */
export function createTasks({ clock, log }: { clock: Clock; log: Log }, tell: () => void): Tasks {
  let running: Running | null = null;
  let last: ArchiveOutcome | null = null;
  let abort = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  let toldAt = 0;

  function change(part: Partial<Running>, always: boolean): void {
    if (running === null) return;
    running = { ...running, ...part };
    const tick = clock.tick();
    if (!always && tick - toldAt < tellEvery) return;
    toldAt = tick;
    tell();
  }

  const conductOf = (signal: AbortSignal): Conduct => ({
    signal,
    phase: (phase, total) => change({ phase, total, done: 0 }, true),
    advance: (bytes) => change({ done: (running?.done ?? 0) + bytes }, false),
    name: (userId) => change({ userId }, true),
    seal() {
      stopIfCancelled(signal);
      change({ cancellable: false }, true);
    },
  });

  async function carryOut<T>(subject: TaskSubject, work: (conduct: Conduct) => Promise<T>): Promise<T> {
    const { task, path } = subject;
    const note = (error?: ArchiveOutcome['error']) => {
      const userId = running?.userId ?? subject.userId ?? '';
      // A check that fails is told to whoever asked for it; it changed nothing that others would miss.
      if (task !== 'plan') last = { task, userId, path, ...(error === undefined ? {} : { error }) };
    };
    try {
      const done = await work(conductOf(abort.signal));
      note();
      return done;
    } catch (cause) {
      // Once, so that a failure nobody foresaw is one incident and not two.
      const error = toAppError(cause, log);
      note(error);
      throw cause instanceof Fault
        ? cause
        : new Fault(error.code, error.message, { cause, details: error.details ?? [] });
    } finally {
      running = null;
      tell();
    }
  }

  return {
    state: () => running ?? { state: 'idle', last },
    async run(subject, work) {
      if (running !== null) throw new Fault('archives/busy', busyWords(running));
      abort = new AbortController();
      running = { state: 'running', ...subject, phase: 'look', done: 0, total: 0, cancellable: true };
      const doing = carryOut(subject, work);
      ended = doing.catch(() => undefined);
      tell();
      return doing;
    },
    cancel() {
      if (running?.cancellable === true) abort.abort();
    },
    async end() {
      this.cancel();
      await ended;
    },
  };
}

/** Fault: `archives/cancelled`. */
export function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Fault('archives/cancelled', 'It was cancelled.');
}

function busyWords({ task, userId, path }: Running): string {
  const what = { export: 'is exported to', plan: 'is checked', import: 'is imported from' }[task];
  return task === 'plan' ? `${path} ${what}.` : `${userId ?? 'A user'} ${what} ${path}.`;
}
