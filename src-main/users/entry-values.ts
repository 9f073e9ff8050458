import { createHash } from 'node:crypto';
import {
  type FieldProblem,
  type FieldValue,
  fieldKinds,
  type ProfileField,
  type ProfileValues,
  profileFields,
} from '../../src-shared/user-fields.ts';
import { problemsOf } from '../../src-shared/user-rules.ts';
import type { RegistryEntry } from '../formats/registry.ts';
import { titleOf } from '../formats/upstream-time.ts';

const upstreamNames = new Set<string>([
  ...profileFields.map((field) => fieldKinds[field].upstream),
  ...['user_id', 'created_at', 'last_seen'],
]);

/** An entry's values as the app shows them; what another program stored in a wrong type is shown as its text. */
export function valuesOf(entry: RegistryEntry): ProfileValues {
  const birthDate = textOf(entry.birth_date);
  return {
    name: lineOf(entry.user_name) ?? titleOf(entry.user_id),
    type: lineOf(entry.user_type) ?? 'Standard',
    email: textOf(entry.email),
    phone: textOf(entry.phone),
    address: textOf(entry.address),
    // Upstream takes a date with a time too; it means the day.
    birthDate: birthDate?.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/s, '$1') ?? null,
    deltaYear: typeof entry.delta_year === 'number' ? entry.delta_year : null,
    cognitiveState: typeof entry.cognitive_state === 'number' ? entry.cognitive_state : 100,
    gender: textOf(entry.gender) ?? 'N/A',
    npc: entry.npc === true,
  };
}

/** The stored values that break their rule. @param today local date as YYYY-MM-DD */
export function storedProblems(entry: RegistryEntry, values: ProfileValues, today: string): readonly FieldProblem[] {
  const stored: Partial<Record<ProfileField, FieldValue>> = { ...values };
  // As they stand there, for these are shown as their defaults.
  for (const field of ['name', 'deltaYear', 'cognitiveState', 'npc'] as const) {
    const raw = entry[fieldKinds[field].upstream];
    if (raw !== undefined) stored[field] = isScalar(raw) ? raw : String(raw);
  }
  return problemsOf(stored, values, today);
}

/** The names of an entry's fields that are neither upstream's nor the app's. */
export function otherNames(entry: RegistryEntry): readonly string[] {
  return Object.keys(entry).filter((name) => !upstreamNames.has(name));
}

/**
 * A revision of an entry: it tells later which fields have changed since. The first part stands for the person, so that
 * one who was deleted and added again is another.
 */
export function revisionOf(entry: RegistryEntry): string {
  const person = `${entry.user_id.toLowerCase()} ${String(entry.created_at)}`;
  return [person, ...profileFields.map((field) => JSON.stringify(entry[fieldKinds[field].upstream]) ?? '')]
    .map((text) => createHash('sha256').update(text).digest('hex').slice(0, 12))
    .join('-');
}

/** Which fields are no longer as a revision says; null where it is one of another person, or none. */
export function changedSince(revision: string, entry: RegistryEntry): readonly ProfileField[] | null {
  const [then, now] = [revision.split('-'), revisionOf(entry).split('-')];
  if (then.length !== now.length || then[0] !== now[0]) return null;
  return profileFields.filter((_field, index) => then[index + 1] !== now[index + 1]);
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The same without what would write on a terminal or in a menu as it pleases. */
function lineOf(value: unknown): string | null {
  return textOf(value)?.replaceAll(/\p{Cc}/gu, '\uFFFD') ?? null;
}

function isScalar(value: unknown): value is FieldValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
