import type { RecoveredUser, RecoveryChoice } from '../../../src-shared/user-removal.ts';
import { formatCount, formatMoment } from '../../lib/format.ts';

/** Where an entry comes from, in a word or two. */
export const originWords: Readonly<Record<RecoveredUser['origin'], string>> = {
  present: 'the list',
  salvaged: 'the broken list',
  copy: 'the copy',
  folder: 'a data folder',
};

/** What a way back is. */
export function choiceTitle({ kind, madeAt }: RecoveryChoice, now: number): string {
  if (kind === 'rebuild') return 'Rebuild from what is readable and the data folders';
  const moment = madeAt === null ? null : formatMoment(madeAt, now);
  return moment === null ? 'A copy of the list' : `The copy of ${moment}`;
}

/** What one gets on a way back, in numbers. */
export function choiceWhy({ users, lacks }: RecoveryChoice): string {
  const count = formatCount(users.length, 'user');
  return lacks.length === 0
    ? `${count}, nobody is missing`
    : `${count}, ${lacks.length.toLocaleString('en-GB')} missing`;
}

/** More ids than these are counted, not named. */
const most = 12;

/** Who would not be in the list, as a sentence. */
export function lackWords(lacks: readonly string[]): string {
  const named = lacks.slice(0, most).join(', ');
  const more = lacks.length > most ? ` and ${(lacks.length - most).toLocaleString('en-GB')} more` : '';
  return `Not in it, though the list or a data folder has them: ${named}${more}.`;
}
