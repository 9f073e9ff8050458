import {
  type FieldProblem,
  fieldKinds,
  type ProfileField,
  type ProfileValues,
} from '../../../src-shared/user-fields.ts';
import { memoryYearOf } from '../../../src-shared/user-rules.ts';
import { formatList } from '../../lib/format.ts';
import { type Draft, mergedDates } from '../../lib/profile-draft.ts';

/** What is wrong with a field, as a sentence. */
export function problemSentence({ field, why }: FieldProblem): string {
  return `${fieldKinds[field].label} ${why}.`;
}

/** The rule of a field as a sentence, and what is not told by it. */
export function helpOf(field: ProfileField): string {
  const rule = fieldKinds[field].rule;
  const sentence = `${rule.charAt(0).toUpperCase()}${rule.slice(1)}.`;
  return [sentence, remarks[field] ?? ''].filter((part) => part !== '').join(' ');
}

const remarks: Readonly<Partial<Record<ProfileField, string>>> = {
  name: 'Left empty, it is made of the id.',
  npc: 'Marks a character of a story, who is no person.',
};

/** What the memory year is for, and which one it is with what was typed. */
export function memoryYearWords(draft: Draft, base: ProfileValues): string {
  const dates = mergedDates(draft, base);
  const year = memoryYearOf(dates);
  const purpose =
    'For someone who remembers from an earlier time of life: new memories and visits are dated to that year.';
  if (year === null) return `${purpose} Needs a birth date; left empty, the real year counts.`;
  return `${purpose} Born ${dates.birthDate?.slice(0, 4)}, plus ${dates.deltaYear}: they are dated to ${year}.`;
}

/** Fields by their labels, in a row. */
export function labelsOf(fields: readonly ProfileField[]): string {
  return formatList(fields.map((field) => fieldKinds[field].label));
}
