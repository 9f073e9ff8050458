import type { Finding, Severity, ValidationState } from '../../../src-shared/validation.ts';
import { formatCount } from '../../lib/format.ts';
import { shownPath } from '../../lib/shown-path.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** How each group of findings is called, the gravest first. */
export const groups: readonly { readonly severity: Severity; readonly title: string; readonly mood: Mood }[] = [
  { severity: 'error', title: 'Keeps something from working', mood: 'failed' },
  { severity: 'warn', title: 'Needs a look', mood: 'warn' },
  { severity: 'info', title: 'Worth knowing', mood: 'unknown' },
];

/** Whether the home is in order, in words. */
export function findingsHeadline({ counts }: ValidationState): { readonly mood: Mood; readonly text: string } {
  const { error, warn, info } = counts;
  if (error > 0) {
    const keeps = error === 1 ? 'keeps' : 'keep';
    const more = warn === 0 ? '' : ` ${warn} more ${warn === 1 ? 'needs' : 'need'} a look.`;
    return { mood: 'failed', text: `${formatCount(error, 'thing')} ${keeps} the home from working.${more}` };
  }
  if (warn > 0) return { mood: 'warn', text: `${formatCount(warn, 'thing')} ${warn === 1 ? 'needs' : 'need'} a look.` };
  if (info > 0) return { mood: 'ok', text: 'Nothing is wrong with the home.' };
  return { mood: 'ok', text: 'Everything is in order.' };
}

/** Where a finding is: file and line as an editor takes them; null where it is about no file. */
export function placeOf({ file, line }: Finding, home: string): string | null {
  if (file === null) return null;
  return line === null ? shownPath(file, home) : `${shownPath(file, home)}:${line}`;
}
