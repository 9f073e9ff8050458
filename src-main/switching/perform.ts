import type { SwitchReport, SwitchRequest, SwitchState } from '../../src-shared/switching.ts';
import { runTransaction } from '../lib/transaction.ts';
import type { SwitchingPorts } from './ports.ts';
import { failureOf, plainReport, textOf, waitingSteps, withProgress } from './report.ts';
import { type SwitchNotes, switchSteps } from './steps.ts';

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
  let steps = waitingSteps();
  let undoing = false;
  const base = { state: 'running', from, to: request.userId, startedAt: clock.now().toISOString() } as const;
  tell({ ...base, steps, cancellable: true, undoing });
  const outcome = await runTransaction(switchSteps(request, from, ports, notes), {
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
  const status = request.services ? await ports.serviceStatus().catch(() => ({})) : {};
  if (!outcome.ok) {
    return plainReport(request.userId, from, {
      success: false,
      warnings: outcome.leftovers.map(textOf),
      lightrag_status: status,
      steps,
      error: failureOf(outcome, signal.aborted, log),
    });
  }
  if (!request.services) notes.warnings.push('The services were not changed: they still serve whom they served.');
  notes.warnings.push(...outcome.leftovers.map(textOf));
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
