import { Fault } from '../../src-shared/errors.ts';
import type { MigrationPhase, MigrationPlan, MigrationReport, MigrationRequest } from '../../src-shared/migration.ts';
import { toAppError } from '../lib/app-error.ts';
import { perform } from './perform.ts';
import { makePlan } from './plan.ts';
import type { MigrationPorts } from './ports.ts';
import { beginWork, removeWork } from './work-folder.ts';

/** Milliseconds between two tellings of how many files are done. */
const tellEvery = 50;

/** A migration that runs. */
export interface Run {
  readonly planId: string;
  readonly from: string;
  readonly phase: MigrationPhase;
  /** Files. */
  readonly done: number;
  readonly total: number;
  readonly cancelled: boolean;
}

/** Runs migrations, one at a time. */
export interface Runs {
  current(): Run | null;
  /** How the last one ended, in this run of the app. */
  last(): MigrationReport | null;
  /** Answers with the report, also of a failure. Fault: `switching/busy`. */
  start(planId: string, request: MigrationRequest): Promise<MigrationReport>;
  cancel(): void;
  /** Cancels, and waits until it has ended. */
  end(): Promise<void>;
}

type Outcome = Pick<MigrationReport, 'success' | 'backup' | 'resumed' | 'error'>;

/** @param tell called when a run began, got further or ended */
export function createRuns(ports: MigrationPorts, tell: () => void): Runs {
  let run: Run | null = null;
  let last: MigrationReport | null = null;
  let abort = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  let toldAt = 0;

  function progress(now: Run, change: Partial<Run>): Run {
    const next = { ...now, ...change };
    run = next;
    const tick = ports.clock.tick();
    if (next.phase === now.phase && tick - toldAt < tellEvery) return next;
    toldAt = tick;
    tell();
    return next;
  }

  async function carryOut(begun: Run, request: MigrationRequest): Promise<MigrationReport> {
    const since = ports.clock.tick();
    let plan: MigrationPlan | null = null;
    let outcome: Outcome;
    try {
      const full = await makePlan(ports, request);
      plan = full.plan;
      if (plan.id !== begun.planId) {
        throw new Fault('migration/plan-outdated', 'The source or the home is no longer as planned.');
      }
      let now = progress(begun, { total: full.swap.entries.length });
      const onProgress = (phase: MigrationPhase, done: number) => {
        now = progress(now, { phase, done, cancelled: abort.signal.aborted });
      };
      if (now.total > 0) await beginWork(ports, { planId: begun.planId, request });
      const done =
        now.total > 0 ? await perform(ports, full, { signal: abort.signal, onProgress }) : { backup: null, resumed: 0 };
      outcome = { success: true, ...done };
    } catch (cause) {
      outcome = { success: false, backup: null, resumed: 0, error: toAppError(cause, ports.log) };
    }
    await tidy(ports, outcome);
    const { counts = none, remarks = [], from = request.from } = plan ?? {};
    return { ...outcome, from, home: ports.folders().path, counts, remarks, ms: ports.clock.tick() - since };
  }

  async function held(planId: string, request: MigrationRequest): Promise<MigrationReport> {
    const release = await ports.hold(`migrating from ${request.from}`);
    try {
      abort = new AbortController();
      run = { planId, from: request.from, phase: 'check', done: 0, total: 0, cancelled: false };
      tell();
      last = await carryOut(run, request);
      return last;
    } finally {
      run = null;
      await release();
      tell();
    }
  }

  function cancel(): void {
    abort.abort();
    if (run !== null) run = { ...run, cancelled: true };
  }

  return {
    current: () => run,
    last: () => last,
    start(planId, request) {
      const work = held(planId, request);
      ended = work.catch(() => undefined);
      return work;
    },
    cancel,
    async end() {
      cancel();
      await ended;
    },
  };
}

/** Removes what was prepared, but of a cancelled run, which can be gone on with. */
async function tidy(ports: MigrationPorts, { error }: Outcome): Promise<void> {
  if (error?.code === 'migration/cancelled') return;
  try {
    await removeWork(ports);
  } catch (cause) {
    ports.log.error('what was prepared for a migration was left behind; the next start looks at it', cause);
  }
}

const none = { copy: 0, replace: 0, rewrite: 0, keep: 0, skip: 0 };
