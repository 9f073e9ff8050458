import type { SyncReport, SyncStep } from '../../../src-shared/consistency.ts';
import { syncStepTitles } from '../../../src-shared/step-titles.ts';
import { formatDuration } from '../../lib/format.ts';
import type { TimelineStep } from '../../ui/Timeline.tsx';

/** Steps as the time line shows them; `elapsed` milliseconds are added to the running one. */
export function timelineOf(steps: readonly SyncStep[], elapsed: number): readonly TimelineStep[] {
  return steps.map(({ name, state, ms }) => ({
    key: name,
    title: syncStepTitles[name],
    state,
    note: noteOf(state, ms, elapsed),
  }));
}

function noteOf(state: SyncStep['state'], ms: number, elapsed: number): string {
  if (state === 'waiting') return '';
  if (state === 'skipped') return 'not needed';
  if (state === 'undone') return 'taken back';
  return formatDuration(state === 'running' ? ms + elapsed : ms);
}

/** How a sync ended. */
export function outcomeOf({ success, error }: SyncReport): 'done' | 'cancelled' | 'failed' {
  if (success) return 'done';
  return error?.code === 'consistency/cancelled' ? 'cancelled' : 'failed';
}

/** The title of the report of a sync that was not taken back. */
export function doneTitle({ actions_performed: actions, steps, verdict }: SyncReport, name: string): string {
  if (actions.length === 0) return `There was nothing to do for ${name}.`;
  const time = formatDuration(steps.reduce((sum, { ms }) => sum + ms, 0));
  return verdict === 'unknown' ? `The files follow ${name} now.` : `Brought in line with ${name} in ${time}.`;
}

/** What became of what a failed sync had done. */
export function aftermath({ error, steps }: SyncReport): string {
  if (error?.code === 'switching/undo-incomplete') return 'Not everything could be taken back; the details say what.';
  if (!steps.some(({ state }) => state === 'undone')) return 'Nothing was changed.';
  return 'Files and containers came back as they were before.';
}
