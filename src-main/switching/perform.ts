import type { SwitchReport, SwitchRequest, SwitchState } from '../../src-shared/switching.ts';
import { runTransaction, type TransactionOutcome } from '../lib/transaction.ts';
import type { SwitchingPorts } from './ports.ts';
import { failureOf, plainReport, textOf, waitingSteps, withProgress } from './report.ts';
import { type SwitchNotes, switchSteps } from './steps.ts';
import type { SwitchRecord } from './switch-record.ts';

/**
 * Switches the machine's user: runs the steps, tells of each through `tell`, and answers with the report - also where
 * the switch failed and was taken back (`success` false). Throws only what no report could say.
 * @param from the current user's id, null where env.userid cannot be read
 */
export async function performSwitch(
  request: SwitchRequest,
  from: string | null,
  ports: SwitchingPorts,
  signal: AbortSignal,
  tell: (state: SwitchState) => void,
): Promise<SwitchReport> {
  const { clock, log } = ports;
  const notes: SwitchNotes = { actions: [], warnings: [] };
  const run = switchSteps(request, from, ports, notes);
  let steps = waitingSteps();
  let undoing = false;
  const base = { state: 'running', from, to: request.userId, startedAt: clock.now().toISOString() } as const;
  tell({ ...base, steps, cancellable: true, undoing });
  const outcome = await runTransaction(run.steps, {
    signal,
    tick: clock.tick,
    onProgress(progress) {
      steps = withProgress(steps, progress);
      const past = progress.name === 'commit';
      // A step that ends well after a cancel is followed by the undo too.
      const ends = progress.state === 'failed' || (progress.state === 'done' && signal.aborted);
      undoing ||= progress.state === 'undone' || (!past && ends);
      tell({ ...base, steps, cancellable: !undoing && !past && !signal.aborted, undoing });
    },
  });
  const left = await closeRecord(run.record, outcome, request, ports);
  const leftovers = left === null ? outcome.leftovers : [...outcome.leftovers, left];
  const status = request.services ? await ports.serviceStatus().catch(() => ({})) : {};
  if (!outcome.ok) {
    return plainReport(request.userId, from, {
      success: false,
      warnings: leftovers.map(textOf),
      lightrag_status: status,
      steps,
      error: failureOf({ ...outcome, leftovers }, signal.aborted, log),
    });
  }
  if (!request.services) notes.warnings.push('The services were not changed: they still serve whom they served.');
  notes.warnings.push(...leftovers.map(textOf));
  const settings = await ports.refreshedSettings(request.userId).catch((cause) => {
    // The switch is done whatever becomes of its report.
    notes.warnings.push(textOf(cause));
    return {};
  });
  return plainReport(request.userId, from, {
    actions_performed: notes.actions,
    warnings: notes.warnings,
    lightrag_status: status,
    config_refresh: settings,
    steps,
  });
}

/**
 * Forgets the record of a switch that came to its end, well or taken back. Of one that did not it stays, for the next
 * start or the return of the engine to go on with.
 * @returns why the record could not be closed, null where it was
 */
async function closeRecord(
  record: SwitchRecord | null,
  outcome: TransactionOutcome,
  request: SwitchRequest,
  { records }: SwitchingPorts,
): Promise<unknown> {
  if (record === null) return null;
  try {
    if (outcome.leftovers.length > 0) {
      await record.release();
      return null;
    }
    if (!outcome.ok) await record.end();
    else {
      await record.forget();
      await forgetOlder(request, await records.left());
    }
    return null;
  } catch (cause) {
    return cause;
  }
}

/** What an older switch could not bring to an end is no longer to be brought back once a newer one has succeeded. */
async function forgetOlder({ services }: SwitchRequest, older: Awaited<ReturnType<SwitchingPorts['records']['left']>>) {
  for (const { record, intent } of older) {
    if (services || intent === null || intent.services === null) await record.end();
    else await record.filesSettled();
  }
}
