import {
  type FieldProblem,
  type FieldValue,
  fieldKinds,
  genders,
  type ProfileField,
  type ProfileValues,
  userTypes,
} from './user-fields.ts';

/** Letters, digits and signs of one line: line breaks and escape sequences would write on a terminal as they please. */
export const oneLine = /^\P{Cc}*$/u;
/** The same with line breaks and tabs. */
const lines = /^(\P{Cc}|[\n\t])*$/u;
/** An @, and a dot behind it with at least two letters after; stricter than upstream, which takes all of these too. */
const emailShape = /^[^\s@<>()",;:\\[\]]+@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?\.\p{L}{2,}$/u;
const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;

const isText = (value: FieldValue): value is string => typeof value === 'string';
const wholeBetween = (value: FieldValue, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

type Judge = (value: NonNullable<FieldValue>, today: string) => string | null;

const judges: Readonly<Record<ProfileField, Judge>> = {
  name: (value) => {
    if (!isText(value) || !oneLine.test(value)) return 'has line breaks or control characters';
    return value.trim().length > 200 ? 'is longer than 200 characters' : null;
  },
  type: (value) => (userTypes.some((type) => type === value) ? null : 'is not Standard, Admin or Guest'),
  email: (value) => {
    if (!isText(value) || value.length > 254 || value.includes('..') || !emailShape.test(value))
      return 'is not an address such as paula@example.org';
    return null;
  },
  phone: whyNoPhone,
  address: (value) => {
    if (!isText(value) || !lines.test(value)) return 'has control characters';
    return value.length > 1000 ? 'is longer than 1000 characters' : null;
  },
  birthDate: whyNoBirthDate,
  deltaYear: (value) => (wholeBetween(value, 0, 150) ? null : 'is not a whole number from 0 to 150'),
  // True counts as 1 for upstream; here it is a mistake.
  cognitiveState: (value) => (wholeBetween(value, 0, 100) ? null : 'is not a whole number from 0 to 100'),
  gender: (value) => (genders.some((gender) => gender === value) ? null : 'is not Male, Female or N/A'),
  npc: (value) => (typeof value === 'boolean' ? null : 'is neither yes nor no'),
};

/**
 * Why a value cannot be stored in a field, in words that follow the field's label; null where it can. Null and the empty
 * text can always be: they mean that the field is not set.
 * @param today local date as YYYY-MM-DD
 */
export function whyInvalid(field: ProfileField, value: FieldValue, today: string): string | null {
  if (value === null || (isText(value) && value.trim() === '')) return null;
  return judges[field](isText(value) && field !== 'name' ? value.trim() : value, today);
}

/**
 * Every problem of the changed fields, and of the two that depend on one another (facts 2.2: for a past birth date the
 * birth year plus the offset is not after this year).
 * @param merged the values as they would be stored
 */
export function problemsOf(
  changes: Readonly<Partial<Record<ProfileField, FieldValue>>>,
  merged: Pick<ProfileValues, 'birthDate' | 'deltaYear'>,
  today: string,
): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const field of Object.keys(fieldKinds) as ProfileField[]) {
    const value = changes[field];
    const why = value === undefined ? null : whyInvalid(field, value, today);
    if (why !== null) problems.push({ field, why });
  }
  const touched = changes.birthDate !== undefined || changes.deltaYear !== undefined;
  const judged = problems.some(({ field }) => field === 'birthDate' || field === 'deltaYear');
  if (!touched || judged) return problems;
  const year = memoryYearOf(merged);
  const thisYear = Number(today.slice(0, 4));
  if (year === null || year <= thisYear) return problems;
  const field = changes.deltaYear === undefined ? 'birthDate' : 'deltaYear';
  return [
    ...problems,
    { field, why: `leads to ${year}, which is after this year (birth year plus memory year offset)` },
  ];
}

/** A value as the registry keeps it: trimmed, and the field's own "not set" in place of nothing. Call after `problemsOf`. */
export function storedValue(field: ProfileField, value: FieldValue): FieldValue {
  const trimmed = isText(value) ? value.trim() : value;
  return trimmed === '' || trimmed === null ? fieldKinds[field].unset : trimmed;
}

/** What a person typed as a value of the field's kind; what is no number or no yes or no stays text, for the rules. */
export function valueOfText(field: ProfileField, text: string): FieldValue {
  const typed = text.trim();
  if (typed === '') return null;
  const { input } = fieldKinds[field];
  if (input === 'number') return /^[+-]?\d{1,9}$/.test(typed) ? Number(typed) : typed;
  if (input !== 'switch') return text;
  if (/^(true|yes|on|1)$/i.test(typed)) return true;
  return /^(false|no|off|0)$/i.test(typed) ? false : typed;
}

/** The fields that upstream misses where they are not set. */
const optional = ['email', 'phone', 'address', 'birthDate', 'deltaYear'] as const;
/** Upstream counts 8 fields; the other three always have a value. */
const counted = 8;

/** Which of the counted fields are not set (facts 2.2). */
export function missingFields(values: Pick<ProfileValues, (typeof optional)[number]>): readonly ProfileField[] {
  return optional.filter((field) => {
    const value = values[field];
    return value === null || (typeof value === 'string' && value.trim() === '');
  });
}

/** How complete a profile is, in whole percent, as upstream counts: 5 of 8 fields can be missing. */
export function completenessOf(missing: readonly ProfileField[]): number {
  return Math.round(((counted - missing.length) * 100) / counted);
}

/**
 * The year that upstream dates a person's memories to: birth year plus `deltaYear`. `last_seen` has this year then
 * instead of the real one (facts 2.2). Null where one of the two is not set.
 */
export function memoryYearOf({ birthDate, deltaYear }: Pick<ProfileValues, 'birthDate' | 'deltaYear'>): number | null {
  const year = /^(\d{4})-/.exec(birthDate ?? '')?.[1];
  return year === undefined || deltaYear === null ? null : Number(year) + deltaYear;
}

/** Upstream removes blanks and - ( ) + . : and counts what is left. */
function whyNoPhone(value: NonNullable<FieldValue>): string | null {
  const digits = String(value).replaceAll(/[\s\-()+.:]/g, '');
  if (!isText(value) || !oneLine.test(value) || !/^[0-9]*$/.test(digits))
    return 'has characters other than digits, blanks and - ( ) + . :';
  return digits.length >= 7 && digits.length <= 15 ? null : `has ${digits.length} digits, 7 to 15 are allowed`;
}

/** Upstream takes dates with a time too, and future ones; neither makes a birth date. Years begin at 1. */
function whyNoBirthDate(value: NonNullable<FieldValue>, today: string): string | null {
  const parts = isText(value) ? dateShape.exec(value) : null;
  if (parts === null) return 'is not a date as YYYY-MM-DD';
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month))
    return 'is not a day of the calendar';
  return parts[0] > today ? 'is in the future' : null;
}

/** Days of a month, 1 to 12, in the Gregorian calendar. */
export function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}
