import type { FieldProblem, FieldValue, ProfileField, ProfileValues } from '../../src-shared/user-fields.ts';
import { profileFields } from '../../src-shared/user-fields.ts';
import { problemsOf, storedValue, valueOfText } from '../../src-shared/user-rules.ts';

/** What somebody has typed over a profile, by field; fields that are as they were are not in it. */
export type Draft = Readonly<Partial<Record<ProfileField, string>>>;

/** A stored value as it stands in its field of the form. */
export function textOf(value: FieldValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? '' : String(value);
}

/** What a field of the form shows: what was typed, else what is stored. */
export function shownText(field: ProfileField, draft: Draft, base: ProfileValues): string {
  return draft[field] ?? textOf(base[field]);
}

/** The draft with one more text typed; a text that is the stored one is no longer part of it. */
export function typedInto(draft: Draft, field: ProfileField, text: string, base: ProfileValues): Draft {
  const others = Object.entries(draft).filter(([each]) => each !== field);
  // Compared letter by letter: a blank at the end may be the beginning of another word.
  return Object.fromEntries(text === textOf(base[field]) ? others : [...others, [field, text]]);
}

/** The draft without what would be stored as it is stored already. */
export function withoutStored(draft: Draft, base: ProfileValues): Draft {
  return only(draft, (field) => !sameAs(field, draft, base));
}

/** The draft without these fields. */
export function withoutFields(draft: Draft, fields: readonly ProfileField[]): Draft {
  return only(draft, (field) => !fields.includes(field));
}

function only(draft: Draft, keep: (field: ProfileField) => boolean): Draft {
  return Object.fromEntries(fieldsOf(draft).flatMap((field) => (keep(field) ? [[field, draft[field]]] : [])));
}

/** The fields that a save would store, in the order of the form. */
export function dirtyFields(draft: Draft, base: ProfileValues | null): readonly ProfileField[] {
  return base === null ? [] : fieldsOf(withoutStored(draft, base));
}

function fieldsOf(draft: Draft): readonly ProfileField[] {
  return profileFields.filter((field) => draft[field] !== undefined);
}

/** What is sent to be stored. */
export function changesOf(draft: Draft, base: ProfileValues): Partial<Record<ProfileField, FieldValue>> {
  return Object.fromEntries(dirtyFields(draft, base).map((field) => [field, valueOfText(field, draft[field] ?? '')]));
}

/** What the rules say to a draft, before anybody else is asked. @param today the local date as YYYY-MM-DD */
export function draftProblems(draft: Draft, base: ProfileValues, today: string): readonly FieldProblem[] {
  const changes = changesOf(draft, base);
  return problemsOf(changes, mergedDates(draft, base), today);
}

/** Birth date and memory year offset as they would be stored. */
export function mergedDates(draft: Draft, base: ProfileValues): Pick<ProfileValues, 'birthDate' | 'deltaYear'> {
  const date = storedValue('birthDate', valueOfText('birthDate', shownText('birthDate', draft, base)));
  const offset = storedValue('deltaYear', valueOfText('deltaYear', shownText('deltaYear', draft, base)));
  return {
    birthDate: typeof date === 'string' ? date : null,
    deltaYear: typeof offset === 'number' ? offset : null,
  };
}

/** The fields of a draft that have other values now than when it was begun, and not the one that was typed. */
export function clashesOf(draft: Draft, base: ProfileValues, newer: ProfileValues): readonly ProfileField[] {
  return fieldsOf(draft).filter((field) => base[field] !== newer[field] && !sameAs(field, draft, newer));
}

/** Main's refusal, one "field: why" a line, by field. Lines that name no field are left out. */
export function problemsOfDetails(details: readonly string[]): readonly FieldProblem[] {
  return details.flatMap((line) => {
    const [name = '', ...why] = line.split(': ');
    const field = profileFields.find((each) => each === name);
    return field === undefined ? [] : [{ field, why: why.join(': ') }];
  });
}

function sameAs(field: ProfileField, draft: Draft, base: ProfileValues): boolean {
  const text = draft[field] ?? '';
  // The very text is no change even where it breaks the rule: another program may have stored it.
  return text === textOf(base[field]) || storedValue(field, valueOfText(field, text)) === base[field];
}
