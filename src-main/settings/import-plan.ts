import { Fault } from '../../src-shared/errors.ts';
import type { SettingsImportPlan } from '../../src-shared/settings.ts';
import { mostEntries, type SettingsDocument, sameName } from './document.ts';
import { putConfiguration, putProfile } from './edits.ts';
import type { SettingsPorts } from './ports.ts';
import type { SettingsFile } from './transfer-file.ts';

type ImportPorts = Pick<SettingsPorts, 'fieldsOf' | 'problemsOf' | 'newId' | 'clock'>;

/** Names and tags that what is imported gets, so that what is there stays as it is. */
export interface ImportNames {
  readonly configurations: readonly { readonly name: string; readonly as: string }[];
  readonly profiles: readonly {
    readonly name: string;
    readonly as: string;
    readonly tag: string;
    readonly asTag: string;
  }[];
}

/** Under which names a file would come in. Faults: `settings/too-many`, `settings/file-unusable`. */
export function importNames(ports: ImportPorts, document: SettingsDocument, file: SettingsFile): ImportNames {
  if (document.configurations.length + file.configurations.length > mostEntries) throw tooMany('configurations');
  if (document.profiles.length + file.profiles.length > mostEntries) throw tooMany('profiles');
  for (const { provider, fields, name } of file.configurations) {
    // Secrets are to come: only what is there is looked at.
    const secrets = new Set(ports.fieldsOf(provider).flatMap((one) => (one.kind === 'secret' ? [one.name] : [])));
    const details = Object.entries(ports.problemsOf(provider, fields, secrets)).map(
      ([field, said]) => `${field}: ${said}`,
    );
    if (details.length > 0) {
      throw new Fault('settings/file-unusable', `"${name}" in the file cannot be used.`, { details });
    }
  }
  const ofConfiguration = freeNames(document.configurations.map((one) => one.name));
  const ofProfile = freeNames(document.profiles.map((one) => one.name));
  const freeTag = freeTags(document.profiles.map((one) => one.tag));
  return {
    configurations: file.configurations.map(({ name }) => ({ name, as: ofConfiguration(name) })),
    profiles: file.profiles.map(({ name, tag }) => ({ name, as: ofProfile(name), tag, asTag: freeTag(tag) })),
  };
}

/** The names as a person is shown them. */
export function shownPlan(
  { fieldsOf }: Pick<SettingsPorts, 'fieldsOf'>,
  planId: string,
  fileName: string,
  file: SettingsFile,
  names: ImportNames,
): SettingsImportPlan {
  const needed = file.configurations.map(
    ({ provider }) => fieldsOf(provider).filter((one) => one.kind === 'secret' && one.isRequired).length,
  );
  return {
    planId,
    fileName,
    configurations: file.configurations.map(({ name, provider }, index) => ({
      ...{ name, provider },
      as: names.configurations[index]?.as ?? name,
    })),
    profiles: file.profiles.map(({ name, tag }, index) => ({ name, tag, as: names.profiles[index]?.asTag ?? tag })),
    missingSecrets: needed.reduce((sum, count) => sum + count, 0),
  };
}

/**
 * Adds what a file has, everything under a new id: one of the file's could be that of something whose key is kept. What is
 * used where nothing is named is taken over only where nothing was chosen.
 */
export function imported(ports: ImportPorts, document: SettingsDocument, file: SettingsFile): SettingsDocument {
  const names = importNames(ports, document, file);
  const now = ports.clock.now().toISOString();
  const ids = new Map(file.configurations.map(({ id }) => [id, ports.newId()]));
  let made = document;
  for (const [index, { id, ...one }] of file.configurations.entries()) {
    const name = names.configurations[index]?.as ?? one.name;
    const draft = { ...one, id: null, revision: 0, name };
    made = putConfiguration(made, draft, [], { newId: ids.get(id) ?? ports.newId(), now });
  }
  let { defaultProfileId } = document;
  for (const [index, { configurationId, ...one }] of file.profiles.entries()) {
    const newId = ports.newId();
    const { as: name, asTag: tag } = names.profiles[index] ?? { as: one.name, asTag: one.tag };
    const draft = { ...one, id: null, revision: 0, name, tag, mcpServerId: null };
    made = putProfile(made, { ...draft, configurationId: ids.get(configurationId) ?? configurationId }, newId);
    if (one.tag === file.defaultTag) defaultProfileId ??= newId;
  }
  const active = ids.get(file.activeConfigurationId ?? '') ?? null;
  return { ...made, activeConfigurationId: document.activeConfigurationId ?? active, defaultProfileId };
}

/** A name that nobody has yet, each time it is asked; the name itself where it is free. */
export function freeNames(taken: readonly string[]): (wanted: string) => string {
  const used = new Set(taken.map(sameName));
  return (wanted) => {
    let name = wanted;
    for (let count = 2; used.has(sameName(name)); count += 1) name = `${wanted.slice(0, 90).trim()} (${count})`;
    used.add(sameName(name));
    return name;
  };
}

function freeTags(taken: readonly string[]): (wanted: string) => string {
  const used = new Set(taken);
  return (wanted) => {
    let tag = wanted;
    for (let count = 2; used.has(tag); count += 1) tag = `${wanted.slice(0, 12)}${count}`;
    used.add(tag);
    return tag;
  };
}

function tooMany(what: string): Fault {
  return new Fault(
    'settings/too-many',
    `There would be more than ${mostEntries} ${what}, which is as many as can be kept.`,
  );
}
