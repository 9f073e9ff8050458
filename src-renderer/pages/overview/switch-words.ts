import { stepTitles } from '../../../src-shared/step-titles.ts';
import type { SwitchPlan, SwitchReport, SwitchStep } from '../../../src-shared/switching.ts';
import { formatDuration } from '../../lib/format.ts';
import type { TimelineStep } from '../../ui/Timeline.tsx';

/** A success or a cancel is shown this long by itself, in milliseconds; a failure stays until somebody has taken note. */
const shownFor = 5 * 60 * 1000;

/** Whether the last report is shown: as the person said, else while it is news. */
export function isReportOpen(
  last: { readonly report: SwitchReport; readonly endedAt: string },
  choice: { readonly endedAt: string; readonly open: boolean } | null,
  now: number,
): boolean {
  if (choice !== null && choice.endedAt === last.endedAt) return choice.open;
  if (outcomeOf(last.report) === 'failed') return true;
  return now - Date.parse(last.endedAt) < shownFor;
}

/** How a switch ended. */
export function outcomeOf({ success, error }: SwitchReport): 'done' | 'cancelled' | 'failed' {
  if (success) return 'done';
  return error?.code === 'switching/cancelled' ? 'cancelled' : 'failed';
}

/** Steps as the time line shows them; `elapsed` milliseconds are added to the running one. */
export function timelineOf(steps: readonly SwitchStep[], elapsed: number): readonly TimelineStep[] {
  return steps.map(({ name, state, ms }) => ({
    key: name,
    title: stepTitles[name],
    state,
    note: note(state, ms, elapsed),
  }));
}

function note(state: SwitchStep['state'], ms: number, elapsed: number): string {
  switch (state) {
    case 'waiting':
      return '';
    case 'skipped':
      return 'skipped';
    case 'running':
      return formatDuration(ms + elapsed);
    case 'undone':
      return 'taken back';
    default:
      return formatDuration(ms);
  }
}

/** All steps together, in milliseconds. */
export function totalTime(steps: readonly SwitchStep[]): number {
  return steps.reduce((sum, { ms }) => sum + ms, 0);
}

/** What became of what a failed switch had done. */
export function aftermath(
  { error, steps, previous_user: previous }: SwitchReport,
  nameOf: (id: string) => string,
): string {
  if (error?.code === 'switching/undo-incomplete') return 'Not everything could be taken back; the details say what.';
  if (!steps.some(({ state }) => state === 'undone')) return 'Nothing was changed.';
  const who = previous === null ? '' : `${previous === null ? '' : nameOf(previous)} is current again. `;
  return `${who}Everything came back as it was before.`;
}

/** What would make a planned switch fail. */
export function obstaclesIn({ findings }: SwitchPlan): SwitchPlan['findings'] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** Whether nothing but the services stands in the way, so that the files alone could be switched. */
export function filesWouldDo(plan: SwitchPlan): boolean {
  return obstaclesIn(plan).every(({ code }) => code.startsWith('docker/') || code.startsWith('compose/'));
}
