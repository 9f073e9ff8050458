import { Fault } from '../../src-shared/errors.ts';
import { type FieldValue, fieldKinds, type ProfileField, profileFields } from '../../src-shared/user-fields.ts';
import { problemsOf, storedValue } from '../../src-shared/user-rules.ts';
import type { ProfileUpdate, Saved } from '../../src-shared/users.ts';
import { changeEntry, findEntry, type Registry, type RegistryEntry } from '../formats/registry.ts';
import { localDay, titleOf } from '../formats/upstream-time.ts';
import type { Clock } from '../ports.ts';
import { changedSince, valuesOf } from './entry-values.ts';
import type { RegistryFile } from './registry-file.ts';
import { type Roster, unknown } from './roster.ts';

/** Saves a profile; see `users.update` for the faults. */
export async function saveProfile(
  parts: { readonly registry: RegistryFile; readonly roster: Roster; readonly clock: Clock },
  request: ProfileUpdate,
): Promise<Saved> {
  const { registry, roster, clock } = parts;
  // While the file is being written, and not after it.
  const around = roster.around(request.id);
  around.catch(() => undefined);
  let alsoChanged: Saved['alsoChanged'] = [];
  const edit = (now: Registry) => {
    const edited = editProfile(now, request, localDay(clock.now()));
    alsoChanged = edited.alsoChanged;
    return edited.registry;
  };
  const after = request.dryRun ? edit(await registry.read()) : (await registry.change(edit)).registry;
  const profile = roster.profileIn(after, request.id, await around);
  if (profile.id === request.id) return { profile, alsoChanged };
  // Asked for in another letter case: its folder has the name as the entry has it.
  return { profile: roster.profileIn(after, profile.id, await roster.around(profile.id)), alsoChanged };
}

/** A registry with a profile changed, and what somebody else had changed of it before. */
export interface EditedProfile {
  readonly registry: Registry;
  readonly alsoChanged: readonly ProfileField[];
}

/**
 * Changes a profile, all of it or nothing (upstream stores a bad field beside the good ones, facts 2.4). Pure.
 * Faults: `users/unknown`, `users/field-invalid`, `users/profile-changed`.
 * @param today local date as YYYY-MM-DD
 */
export function editProfile(
  registry: Registry,
  { id, revision, changes }: Omit<ProfileUpdate, 'dryRun'>,
  today: string,
): EditedProfile {
  const entry = findEntry(registry, id);
  if (entry === null) throw unknown(id);
  const asked = realChanges(entry, changes);
  const values = valuesOf(entry);
  const problems = problemsOf(asked, { ...values, ...dates(asked, values) }, today);
  if (problems.length > 0) {
    const labels = problems.map(({ field, why }) => `${fieldKinds[field].label} ${why}`);
    throw new Fault('users/field-invalid', `The profile of ${values.name} was not saved: ${labels.join('; ')}.`, {
      details: problems.map(({ field, why }) => `${field}: ${why}`),
    });
  }
  const others = changedSince(revision, entry);
  refuseOverlap(entry, asked, others);
  const stored = Object.entries(asked).map(([field, value]) => [fieldKinds[field as ProfileField].upstream, value]);
  if (stored.length === 0) return { registry, alsoChanged: others ?? [] };
  return { registry: changeEntry(registry, entry, Object.fromEntries(stored)), alsoChanged: others ?? [] };
}

type Asked = Partial<Record<ProfileField, FieldValue>>;

/** What would be stored, without what stands there already: an odd role that nobody changes is nobody's mistake. */
function realChanges(entry: RegistryEntry, changes: ProfileUpdate['changes']): Asked {
  const asked: Asked = {};
  for (const field of profileFields) {
    const value = changes[field];
    if (value === undefined) continue;
    const stored = storedValue(field, value) ?? (field === 'name' ? titleOf(entry.user_id) : null);
    if (stored !== (entry[fieldKinds[field].upstream] ?? null)) asked[field] = stored;
  }
  return asked;
}

/** The two that depend on one another, as they would be; what is no date and no number has its own problem. */
function dates(asked: Asked, values: ReturnType<typeof valuesOf>) {
  const { birthDate = values.birthDate, deltaYear = values.deltaYear } = asked;
  return {
    birthDate: typeof birthDate === 'string' ? birthDate : null,
    deltaYear: typeof deltaYear === 'number' ? deltaYear : null,
  };
}

/** @param others the fields changed since the revision, null where it is another person's */
function refuseOverlap(entry: RegistryEntry, asked: Asked, others: readonly ProfileField[] | null): void {
  const fields = (Object.keys(asked) as ProfileField[]).filter((field) => others === null || others.includes(field));
  if (fields.length === 0 && others !== null) return;
  const details = fields.map((field) => {
    const now = entry[fieldKinds[field].upstream] ?? null;
    return `${field}: yours is ${shown(asked[field] ?? null)}, stored now is ${shown(now)}`;
  });
  const why = others === null ? 'is another person by now' : 'was changed meanwhile';
  throw new Fault('users/profile-changed', `The profile of ${entry.user_id} ${why}, so it was not saved.`, { details });
}

function shown(value: unknown): string {
  return value === null ? 'not set' : (JSON.stringify(value) ?? 'not set');
}
