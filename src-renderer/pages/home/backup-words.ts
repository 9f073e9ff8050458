import type { Backup, BackupDiffFile, BackupsState, RestoreReport } from '../../../src-shared/backups.ts';
import { formatAge, formatCount, formatMoment } from '../../lib/format.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** Whether there is something to go back to, in words. */
export function backupsHeadline(
  { backups }: BackupsState,
  now: number,
): { readonly mood: Mood; readonly text: string } {
  const damaged = backups.filter(({ condition }) => condition.state === 'damaged').length;
  const newest = backups.find(({ condition }) => condition.state !== 'damaged');
  if (backups.length === 0) return { mood: 'unknown', text: 'There is no backup yet.' };
  const wrong = damaged === 0 ? '' : ` ${damaged} ${damaged === 1 ? 'is' : 'are'} damaged.`;
  if (newest === undefined) return { mood: 'failed', text: `No backup can be restored.${wrong}` };
  const age = newest.createdAt === null ? null : formatAge(newest.createdAt, now);
  const when = age === null ? '' : `, the newest from ${age}`;
  return { mood: damaged === 0 ? 'ok' : 'warn', text: `${formatCount(backups.length, 'backup')}${when}.${wrong}` };
}

/** What is known of a backup's files, in a word and a shape. */
export function conditionOf({ condition }: Backup, now: number): { readonly mood: Mood; readonly word: string } {
  switch (condition.state) {
    case 'good':
      return { mood: 'ok', word: `Checked ${formatAge(condition.checkedAt, now) ?? ''}`.trim() };
    case 'damaged':
      return { mood: 'failed', word: 'Damaged' };
    case 'readable':
      return { mood: 'unknown', word: 'Not checked' };
  }
}

/** When a backup was made, as people write it. */
export function momentOf({ createdAt, id }: Backup, now: number): string {
  return (createdAt === null ? null : formatMoment(createdAt, now)) ?? id;
}

/** What restoring does to a file; null where nothing. */
export function effectOn({ change, removes }: BackupDiffFile): string | null {
  switch (change) {
    case 'changed':
      return 'is set back';
    case 'missing':
      return 'is put back';
    case 'added':
      return removes ? 'is removed' : null;
    case 'same':
      return null;
  }
}

/** What a restore did, in a sentence. */
export function restoredSentence({ restored, removed }: Pick<RestoreReport, 'restored' | 'removed'>): string {
  if (restored.length + removed.length === 0) return 'Nothing had to be brought back: all files are as they were.';
  const parts = [
    ...(restored.length === 0 ? [] : [`Brought back ${formatCount(restored.length, 'file')}`]),
    ...(removed.length === 0
      ? []
      : [`${restored.length === 0 ? 'R' : 'r'}emoved ${formatCount(removed.length, 'file')}`]),
  ];
  return `${parts.join(', ')}.`;
}
