import type { consistency, Judged, SyncReport, SyncRequest } from '../../src-shared/consistency.ts';
import type { Feature } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { type Look, takeLook } from './look.ts';
import { performSync } from './perform.ts';
import { type PlannedSync, planSync, readPlanFacts } from './plan.ts';
import { containerWarnings, planChange, type WantedEnvFile } from './plan-change.ts';
import type { ConsistencyPorts } from './ports.ts';
import { createToldState } from './told-state.ts';
import { overallVerdict } from './verdicts.ts';

/** The consistency feature (spec 4.9). */
export interface ConsistencyFeature extends Feature<typeof consistency> {
  /** Begins to look again whenever files or containers change. */
  watch(): void;
  /** The verdict on what was last seen of files and containers, for who has just had a look at them. */
  lastVerdict(): Promise<Judged>;
  /**
   * Writes env files for another feature and makes the containers of their services anew, by the steps of a sync: all of
   * it, or everything is as it was. Faults: `switching/busy`, those of the files' and the engine's before anything began.
   */
  change(what: string, wanted: readonly WantedEnvFile[]): Promise<SyncReport>;
  /** What of these services' containers such a change would leave as it is, in sentences. */
  leftBehind(names: readonly ServiceName[]): Promise<readonly string[]>;
  /** Takes a running sync back where it still can be, waits for its end, and ends the watch. */
  end(): Promise<void>;
}

/** Makes the consistency feature; nothing is looked at before it is asked or told to watch. */
export function createConsistency(ports: ConsistencyPorts): ConsistencyFeature {
  const { log, clock } = ports;
  const state = createToldState(ports);
  let under: { abort: AbortController; ended: Promise<unknown> } | null = null;
  let unwatch: (() => void) | null = null;

  const planned = async (request: SyncRequest) => planSync(await readPlanFacts(ports), request);
  const isCancellable = () => state.sync.running?.cancellable !== false;

  async function plannedAs(planId: string, request: SyncRequest): Promise<PlannedSync> {
    const now = await planned(request);
    if (now.plan.id === planId) return now;
    throw new Fault('consistency/plan-outdated', 'Files or containers have changed since the plan was made.');
  }

  /** @param replan the plan as it is at this moment; throws where it is no longer the one that was asked for */
  async function run(replan: () => Promise<PlannedSync>, signal: AbortSignal, what?: string): Promise<SyncReport> {
    const { plan, ways } = await replan();
    const names = plan.services.filter((name) => ways[name] !== undefined);
    // Progress is told with what was seen last, so something has to be.
    await state.tell();
    const release = await ports.hold(what ?? `bringing the services in line with ${plan.userId}`, names);
    let { last } = state.sync;
    try {
      await ports.settle();
      // Once more: only from here on nobody of the app can change anything.
      const now = await replan();
      const report = await performSync(now, ports, signal, (running) => state.setSync({ last, running }));
      last = { report, endedAt: clock.now().toISOString() };
      return report;
    } finally {
      // Released before the news of the end goes out, so that whoever hears it can act at once.
      await release().catch((cause) => log.error('the sync could not give its lock back', cause));
      state.setSync({ running: null, last });
      await state.tell();
    }
  }

  async function alone(replan: () => Promise<PlannedSync>, what?: string): Promise<SyncReport> {
    if (under !== null) throw new Fault('switching/busy', 'The services are being brought in line already.');
    const abort = new AbortController();
    // Claimed before the first await, so that a second click in the same moment is refused.
    const work = run(replan, abort.signal, what);
    under = { abort, ended: work.catch(() => undefined) };
    try {
      return await work;
    } finally {
      under = null;
    }
  }

  return {
    // The window is never kept waiting for an engine: what is known so far, and news when there are any.
    get: () => state.now(unwatch === null),
    plan: async (request) => (await planned(request)).plan,
    sync: ({ planId, ...request }) => alone(() => plannedAs(planId, request)),
    change: (what, wanted) =>
      alone(async () => planChange(await takeLook(ports, 'anew'), wanted, ports.folders().envBackups), what),
    leftBehind: async (names) => containerWarnings(await takeLook(ports, 'anew'), names),
    async cancel() {
      if (!isCancellable()) {
        const hint = 'Wait for the end: the sync is past the point where it can be cancelled.';
        throw new Fault('switching/not-cancellable', 'The sync can no longer be cancelled.', { hint });
      }
      under?.abort.abort();
      return state.now(false);
    },
    onChanged: state.onChanged,
    async lastVerdict() {
      return verdictOn(await takeLook(ports, 'last'));
    },
    watch() {
      unwatch ??= ports.onHints(() => void state.tell());
    },
    async end() {
      unwatch?.();
      unwatch = null;
      // Also while it is still finding out whether it may begin.
      if (isCancellable()) under?.abort.abort();
      await under?.ended;
      await state.atRest();
    },
  };
}

function verdictOn({ system, services, engineProblem }: Look): Judged {
  const views = services.map(({ view }) => view);
  return overallVerdict(system, views, engineProblem);
}
