import { Fault } from '../../src-shared/errors.ts';
import type { ConfigurationDraft, ProfileDraft } from '../../src-shared/settings.ts';
import { type KeptConfiguration, type KeptProfile, mostEntries, type SettingsDocument, sameName } from './document.ts';

/** What a change of one entry needs beside its draft. */
export interface Stamp {
  /** For an entry that is new. */
  readonly newId: string;
  /** ISO time. */
  readonly now: string;
}

/**
 * The configuration that a draft is of, null where it is to be new. Faults: `settings/unknown-configuration`,
 * `settings/changed`.
 */
export function draftedConfiguration(
  { configurations }: SettingsDocument,
  { id, revision, name }: Pick<ConfigurationDraft, 'id' | 'revision' | 'name'>,
): KeptConfiguration | null {
  if (id === null) return null;
  const kept = configurations.find((one) => one.id === id);
  if (kept === undefined) throw unknownConfiguration(name);
  if (kept.revision !== revision) throw changed('configuration', kept.name);
  return kept;
}

/**
 * Puts a configuration in, or in the place of the one it is of. The provider of one that is there does not change: its
 * fields and keys would be those of another. Faults: those of `draftedConfiguration`, `settings/name-taken`,
 * `settings/too-many`, `settings/field-invalid`.
 */
export function putConfiguration(
  document: SettingsDocument,
  draft: Omit<ConfigurationDraft, 'secrets'>,
  secretFields: readonly string[],
  { newId, now }: Stamp,
): SettingsDocument {
  const { configurations } = document;
  const former = draftedConfiguration(document, draft);
  if (former !== null && former.provider !== draft.provider) {
    const details = ['provider: stays as it was chosen first; make a new configuration for another'];
    throw new Fault('settings/field-invalid', `The provider of "${former.name}" cannot be changed.`, { details });
  }
  const id = former?.id ?? newId;
  refuseTakenName(configurations, draft.name, id);
  if (former === null) refuseMore(configurations, 'configurations');
  const { name, provider, fields, model, parameters } = draft;
  const revision = (former?.revision ?? 0) + 1;
  const made = {
    id,
    revision,
    name,
    provider,
    fields,
    secretFields: [...secretFields],
    model,
    parameters,
    changedAt: now,
  };
  return { ...document, configurations: put(configurations, made) };
}

/** Removes a configuration; where it was the one in use, none is. Faults: `settings/unknown-configuration`, `settings/in-use`. */
export function removeConfiguration(document: SettingsDocument, id: string): SettingsDocument {
  const found = document.configurations.find((one) => one.id === id);
  if (found === undefined) throw unknownConfiguration(id);
  const users = document.profiles.filter((one) => one.configurationId === id);
  if (users.length > 0) {
    const names = users.map(({ name, tag }) => `${name} (@${tag})`);
    throw new Fault('settings/in-use', `"${found.name}" is used by ${names.join(', ')}.`, { details: names });
  }
  return {
    ...document,
    configurations: document.configurations.filter((one) => one !== found),
    activeConfigurationId: document.activeConfigurationId === id ? null : document.activeConfigurationId,
  };
}

/**
 * Puts a profile in, or in the place of the one it is of. Faults: `settings/unknown-profile`, `settings/changed`,
 * `settings/unknown-configuration`, `settings/name-taken`, `settings/tag-taken`, `settings/too-many`.
 */
export function putProfile(document: SettingsDocument, draft: ProfileDraft, newId: string): SettingsDocument {
  const { profiles, configurations } = document;
  const former = draft.id === null ? null : profiles.find((one) => one.id === draft.id);
  if (former === undefined) throw unknownProfile(draft.name);
  if (former !== null && former.revision !== draft.revision) throw changed('profile', former.name);
  if (!configurations.some((one) => one.id === draft.configurationId))
    throw unknownConfiguration(draft.configurationId);
  const id = former?.id ?? newId;
  refuseTakenName(profiles, draft.name, id);
  const holder = profiles.find((one) => one.tag === draft.tag && one.id !== id);
  if (holder !== undefined) throw new Fault('settings/tag-taken', `@${draft.tag} is the tag of "${holder.name}".`);
  if (former === null) refuseMore(profiles, 'profiles');
  const { name, tag, description, configurationId, mcpServerId, parameters } = draft;
  const revision = (former?.revision ?? 0) + 1;
  const made: KeptProfile = { id, revision, name, tag, description, configurationId, mcpServerId, parameters };
  return { ...document, profiles: put(profiles, made) };
}

/** Removes a profile; where it was the default, none is. Fault: `settings/unknown-profile`. */
export function removeProfile(document: SettingsDocument, id: string): SettingsDocument {
  if (!document.profiles.some((one) => one.id === id)) throw unknownProfile(id);
  return {
    ...document,
    profiles: document.profiles.filter((one) => one.id !== id),
    defaultProfileId: document.defaultProfileId === id ? null : document.defaultProfileId,
  };
}

/** What is used where nothing is named; what is left out stays. */
export interface Choice {
  readonly activeConfigurationId?: string | null | undefined;
  readonly defaultProfileId?: string | null | undefined;
}

/** Chooses. Faults: `settings/unknown-configuration`, `settings/unknown-profile`. */
export function choose(document: SettingsDocument, choice: Choice): SettingsDocument {
  const { activeConfigurationId = document.activeConfigurationId, defaultProfileId = document.defaultProfileId } =
    choice;
  if (activeConfigurationId !== null && !document.configurations.some((one) => one.id === activeConfigurationId)) {
    throw unknownConfiguration(activeConfigurationId);
  }
  if (defaultProfileId !== null && !document.profiles.some((one) => one.id === defaultProfileId)) {
    throw unknownProfile(defaultProfileId);
  }
  const isSame =
    activeConfigurationId === document.activeConfigurationId && defaultProfileId === document.defaultProfileId;
  return isSame ? document : { ...document, activeConfigurationId, defaultProfileId };
}

/** The fault of a configuration that is not there. */
export function unknownConfiguration(said: string): Fault {
  return new Fault(
    'settings/unknown-configuration',
    `There is no configuration "${said}" of yours; it may have been removed.`,
  );
}

function unknownProfile(said: string): Fault {
  return new Fault('settings/unknown-profile', `There is no profile "${said}" of yours; it may have been removed.`);
}

function changed(what: string, name: string): Fault {
  const message = `The ${what} "${name}" was changed meanwhile, in another window or on the command line.`;
  return new Fault('settings/changed', message);
}

function refuseTakenName(
  entries: readonly { readonly id: string; readonly name: string }[],
  name: string,
  id: string,
): void {
  const holder = entries.find((one) => sameName(one.name) === sameName(name) && one.id !== id);
  if (holder !== undefined) throw new Fault('settings/name-taken', `There is "${holder.name}" already.`);
}

function refuseMore(entries: readonly unknown[], what: string): void {
  if (entries.length < mostEntries) return;
  throw new Fault('settings/too-many', `There are ${mostEntries} ${what}, which is as many as can be kept.`);
}

/** In its place where it is there, else at the end. */
function put<T extends { readonly id: string }>(entries: readonly T[], made: T): T[] {
  const isThere = entries.some((one) => one.id === made.id);
  return isThere ? entries.map((one) => (one.id === made.id ? made : one)) : [...entries, made];
}
