import { type AppError, Fault, hints } from '../../src-shared/errors.ts';
import { type StepName, stepTitles } from '../../src-shared/step-titles.ts';
import type { SwitchReport, SwitchStep } from '../../src-shared/switching.ts';
import { toAppError } from '../lib/app-error.ts';
import type { TransactionOutcome, TransactionProgress } from '../lib/transaction.ts';
import type { Log } from '../ports.ts';

/** All steps, none begun. */
export function waitingSteps(): readonly SwitchStep[] {
  return (Object.keys(stepTitles) as StepName[]).map((name) => ({ name, state: 'waiting', ms: 0 }));
}

/** The steps after one of them has moved. */
export function withProgress(
  steps: readonly SwitchStep[],
  progress: TransactionProgress<StepName>,
): readonly SwitchStep[] {
  return steps.map((step) =>
    step.name === progress.name ? { ...step, state: progress.state, ms: Math.round(progress.ms) } : step,
  );
}

/** Why a switch failed, as plain data; an abort is the person's own cancel. */
export function failureOf(outcome: TransactionOutcome, cancelled: boolean, log: Log): AppError {
  const cause = cancelled
    ? new Fault('switching/cancelled', 'The switch was cancelled; everything is as it was before.')
    : outcome.cause;
  const error = toAppError(cause, log);
  if (outcome.leftovers.length === 0) return error;
  return {
    code: 'switching/undo-incomplete',
    message: `${error.message} Not everything could be taken back.`,
    hint: hints['switching/undo-incomplete'],
    details: [...(error.details ?? []), ...outcome.leftovers.map((leftover) => textOf(leftover))],
  };
}

/** A thrown thing in words. */
export function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The report of a switch that did not happen at all, or only for one window. */
export function plainReport(userId: string, previous: string | null, extra: Partial<SwitchReport>): SwitchReport {
  return {
    success: true,
    user_id: userId,
    previous_user: previous,
    actions_performed: [],
    warnings: [],
    lightrag_status: {},
    config_refresh: {},
    steps: [],
    ...extra,
  };
}
