import type { RunningSync, SyncReport } from '../../src-shared/consistency.ts';
import { runTransaction } from '../lib/transaction.ts';
import { takeLook } from './look.ts';
import type { PlannedSync } from './plan.ts';
import type { ConsistencyPorts } from './ports.ts';
import { failureOf, reportOf, textOf, waitingSteps, withProgress } from './report.ts';
import { emptyNotes, syncSteps } from './steps.ts';

/**
 * Does a plan: runs its steps, tells of each through `tell`, and answers with the report - also where the sync failed and
 * was taken back.
 */
export async function performSync(
  planned: PlannedSync,
  ports: ConsistencyPorts,
  signal: AbortSignal,
  tell: (running: RunningSync) => void,
): Promise<SyncReport> {
  const { clock, log } = ports;
  const { plan } = planned;
  if (plan.actions.length === 0) return nothingToDo(planned, ports);
  const notes = emptyNotes();
  const base = { services: plan.services, startedAt: clock.now().toISOString() };
  let steps = waitingSteps();
  let undoing = false;
  tell({ ...base, steps, cancellable: true, undoing });
  const outcome = await runTransaction(syncSteps(planned, ports, notes), {
    signal,
    tick: clock.tick,
    onProgress(progress) {
      steps = withProgress(steps, progress);
      const past = progress.name === 'commit';
      // A step that ends well after a cancel is followed by the undo too.
      undoing ||= !past && (progress.state === 'failed' || (progress.state === 'done' && signal.aborted));
      tell({ ...base, steps, cancellable: !undoing && !past && !signal.aborted, undoing });
    },
  });
  const error = outcome.ok ? null : failureOf(outcome, signal.aborted, log);
  const warnings = outcome.leftovers.map(textOf);
  // What was taken back was not done.
  const told = outcome.ok ? notes : emptyNotes();
  return reportOf({ plan, notes: told, steps, warnings, error }, await takeLook(ports, 'anew'));
}

async function nothingToDo({ plan }: PlannedSync, ports: ConsistencyPorts): Promise<SyncReport> {
  const look = await takeLook(ports, 'anew');
  return reportOf({ plan, notes: emptyNotes(), steps: [], warnings: [], error: null }, look);
}
