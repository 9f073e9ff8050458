import * as z from 'zod';
import { fieldValues, parameters, providerIds } from '../../src-shared/providers.ts';
import { tagText } from '../../src-shared/settings.ts';

/** What this app writes. */
export const currentVersion = 1;

/** Most configurations, and most profiles, of one user: far above what anybody has, far below what makes a page slow. */
export const mostEntries = 200;
/** Largest file, in bytes: what the limits of its entries come to, and no more. */
export const largestFile = 4 * 1024 * 1024;

const id = z.uuid();
const name = z.string().trim().min(1).max(100);
const revision = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const keptConfiguration = z.object({
  id,
  revision,
  name,
  provider: z.enum(providerIds),
  fields: fieldValues,
  /** Which secrets were entered for it: known also where their own file cannot be read. */
  secretFields: z.array(z.string().min(1).max(64)).max(20),
  model: z.string().max(512),
  parameters,
  /** ISO time. */
  changedAt: z.iso.datetime(),
});
const keptProfile = z.object({
  id,
  revision,
  name,
  tag: tagText,
  description: z.string().max(1000),
  configurationId: id,
  mcpServerId: id.nullable(),
  parameters,
});

const shape = z.object({
  version: z.literal(currentVersion),
  /** ISO time of the last change. */
  savedAt: z.iso.datetime(),
  configurations: z.array(keptConfiguration).max(mostEntries),
  profiles: z.array(keptProfile).max(mostEntries),
  activeConfigurationId: id.nullable(),
  defaultProfileId: id.nullable(),
  preferences: z.object({ sessionOnly: z.boolean() }),
});

/** A configuration as it is kept, without its secrets. */
export type KeptConfiguration = z.output<typeof keptConfiguration>;
/** A profile as it is kept. */
export type KeptProfile = z.output<typeof keptProfile>;
/** The settings of one user, as their file has them: no secrets, and nobody's name. */
export type SettingsDocument = z.output<typeof shape>;

/** What somebody has who never set anything. */
export const emptyDocument: SettingsDocument = {
  version: currentVersion,
  savedAt: new Date(0).toISOString(),
  configurations: [],
  profiles: [],
  activeConfigurationId: null,
  defaultProfileId: null,
  preferences: { sessionOnly: false },
};

/** What a file's text came to. */
export type DocumentReading =
  | { readonly state: 'read'; readonly document: SettingsDocument }
  | { readonly state: 'newer'; readonly version: number }
  | { readonly state: 'damaged'; readonly why: string };

/** Makes the content of a version what the next one has; by the version it begins with. */
export type Migrations = Readonly<Record<number, (older: object) => object>>;

/** No version before this one was ever written. */
const ownMigrations: Migrations = {};

const versioned = z.looseObject({ version: z.number().int().min(1) });

/** Reads a file's text, of this version or an older one. Never throws. */
export function readDocument(text: string): DocumentReading {
  try {
    const found = versioned.parse(JSON.parse(text));
    if (found.version > currentVersion) return { state: 'newer', version: found.version };
    return { state: 'read', document: consistent(shape.parse(migrated(found, currentVersion, ownMigrations))) };
  } catch (cause) {
    return { state: 'damaged', why: whyDamaged(cause) };
  }
}

/** The text of a file. */
export function documentText(document: SettingsDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The content of a file as the version `to` has it, step by step. Throws where a step is missing. */
export function migrated(
  found: Readonly<Record<string, unknown>> & { readonly version: number },
  to: number,
  migrations: Migrations,
): object {
  let document: object = found;
  for (let { version } = found; version < to; version += 1) {
    const step = migrations[version];
    if (step === undefined) throw new Error(`nothing is known of version ${version}`);
    document = { ...step(document), version: version + 1 };
  }
  return document;
}

/** Refuses what no change of this app could have made: a hand that edits may, and half of it would be used. */
function consistent(document: SettingsDocument): SettingsDocument {
  const { configurations, profiles, activeConfigurationId, defaultProfileId } = document;
  refuseTwice(
    'configuration id',
    configurations.map((one) => one.id),
  );
  refuseTwice(
    'configuration name',
    configurations.map((one) => sameName(one.name)),
  );
  refuseTwice(
    'profile id',
    profiles.map((one) => one.id),
  );
  refuseTwice(
    'profile name',
    profiles.map((one) => sameName(one.name)),
  );
  refuseTwice(
    'tag',
    profiles.map((one) => one.tag),
  );
  const has = (wanted: string) => configurations.some((one) => one.id === wanted);
  if (profiles.some((one) => !has(one.configurationId)))
    throw new Error('a profile uses a configuration that is not there');
  if (activeConfigurationId !== null && !has(activeConfigurationId)) throw new Error('the one in use is not there');
  if (defaultProfileId !== null && !profiles.some((one) => one.id === defaultProfileId)) {
    throw new Error('the default profile is not there');
  }
  return document;
}

function refuseTwice(what: string, keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw new Error(`a ${what} is there twice`);
}

/** What two names must not have in common: letter case, blanks and the way a letter is made up do not tell them apart. */
export function sameName(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** Without any value of the file: it may be anything. */
function whyDamaged(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    const path = cause.issues[0]?.path.map(String).join('.').slice(0, 200) ?? '';
    return path === '' ? 'it is not what this app writes' : `"${path}" is not what this app writes`;
  }
  return cause instanceof SyntaxError ? 'it is not whole JSON' : cause instanceof Error ? cause.message : String(cause);
}
