import type { ServiceSyncReport, SyncPlan, SyncReport, SyncStep } from '../../src-shared/consistency.ts';
import { serviceTitles } from '../../src-shared/docker.ts';
import { type AppError, Fault, hints } from '../../src-shared/errors.ts';
import { type SyncStepName, syncStepTitles } from '../../src-shared/step-titles.ts';
import { toAppError } from '../lib/app-error.ts';
import type { TransactionOutcome, TransactionProgress } from '../lib/transaction.ts';
import type { Log } from '../ports.ts';
import type { Look, ServiceLook } from './look.ts';
import type { SyncNotes } from './steps.ts';
import { overallVerdict } from './verdicts.ts';

/** All steps, none begun. */
export function waitingSteps(): readonly SyncStep[] {
  return (Object.keys(syncStepTitles) as SyncStepName[]).map((name) => ({ name, state: 'waiting', ms: 0 }));
}

/** The steps after one of them has moved. */
export function withProgress(
  steps: readonly SyncStep[],
  progress: TransactionProgress<SyncStepName>,
): readonly SyncStep[] {
  return steps.map((step) =>
    step.name === progress.name ? { ...step, state: progress.state, ms: Math.round(progress.ms) } : step,
  );
}

/** Why a sync failed, as plain data; an abort is the person's own cancel. */
export function failureOf(outcome: TransactionOutcome, cancelled: boolean, log: Log): AppError {
  const cause = cancelled
    ? new Fault('consistency/cancelled', 'The sync was cancelled; everything is as it was before.')
    : outcome.cause;
  const error = toAppError(cause, log);
  if (outcome.leftovers.length === 0) return error;
  return {
    code: 'switching/undo-incomplete',
    message: `${error.message} Not everything could be taken back.`,
    hint: hints['switching/undo-incomplete'],
    details: [...(error.details ?? []), ...outcome.leftovers.map(textOf)],
  };
}

/** A thrown thing in words. */
export function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** How a sync went. */
export interface SyncEnd {
  readonly plan: SyncPlan;
  /** What was done; nothing where it was taken back. */
  readonly notes: SyncNotes;
  readonly steps: readonly SyncStep[];
  readonly warnings: readonly string[];
  readonly error: AppError | null;
}

/** The report of a sync. @param look everything as it is afterwards */
export function reportOf({ plan, notes, steps, warnings, error }: SyncEnd, look: Look): SyncReport {
  const chosen = look.services.filter(({ name }) => plan.services.includes(name));
  const views = look.services.map(({ view }) => view);
  const { verdict, why } = overallVerdict(look.system, views, look.engineProblem);
  return {
    success: error === null,
    system_user_id: plan.userId,
    verdict,
    why,
    services: Object.fromEntries(chosen.map((service) => [service.name, serviceReport(service, plan, notes)])),
    actions_performed: [...notes.actions, ...chosen.flatMap(({ name }) => notes.services[name])],
    warnings: [...plan.warnings, ...warnings],
    steps,
    ...(error === null ? {} : { error }),
  };
}

function serviceReport({ name, view, seen }: ServiceLook, plan: SyncPlan, notes: SyncNotes): ServiceSyncReport {
  const title = `${serviceTitles[name]}: `;
  const own = plan.warnings.filter((warning) => warning.startsWith(title)).map((text) => text.slice(title.length));
  return {
    env_file_path: view.envFile.path,
    docker_user_id: view.envFile.user,
    system_user_id: plan.userId,
    consistent: view.verdict === 'consistent',
    container_running: seen.state === 'running',
    verdict: view.verdict,
    why: view.why,
    actions_performed: notes.services[name],
    warnings: own,
  };
}
