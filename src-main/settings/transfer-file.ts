import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import {
  fieldValues,
  type ProviderField,
  type ProviderId,
  parameters,
  providerIds,
} from '../../src-shared/providers.ts';
import { tagText } from '../../src-shared/settings.ts';
import { currentVersion, mostEntries, type SettingsDocument } from './document.ts';

const format = 'persag-settings';
const id = z.uuid();
const name = z.string().trim().min(1).max(100);

// What else stands there, such as a secret or somebody's id, is not taken over: it is left out by the parsing.
const shape = z.object({
  format: z.literal(format),
  version: z.literal(currentVersion),
  configurations: z
    .array(
      z.object({
        id,
        name,
        provider: z.enum(providerIds),
        fields: fieldValues,
        model: z.string().trim().max(512),
        parameters,
      }),
    )
    .max(mostEntries),
  profiles: z
    .array(z.object({ name, tag: tagText, description: z.string().trim().max(1000), configurationId: id, parameters }))
    .max(mostEntries),
  activeConfigurationId: id.nullable().default(null),
  defaultTag: tagText.nullable().default(null),
});
const versioned = z.looseObject({ format: z.literal(format), version: z.number().int().min(1) });

/** Exported settings: no secrets, and nobody's name. */
export type SettingsFile = z.output<typeof shape>;

/** The text of a file of somebody's settings, without their secrets. */
export function settingsFileText(document: SettingsDocument): string {
  const { configurations, profiles, activeConfigurationId, defaultProfileId } = document;
  const file: SettingsFile = {
    format,
    version: currentVersion,
    configurations: configurations.map(({ id, name, provider, fields, model, parameters }) => ({
      ...{ id, name, provider, fields, model, parameters },
    })),
    profiles: profiles.map(({ name, tag, description, configurationId, parameters }) => ({
      ...{ name, tag, description, configurationId, parameters },
    })),
    activeConfigurationId,
    defaultTag: profiles.find((one) => one.id === defaultProfileId)?.tag ?? null,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads such a file. What it has under the name of a secret is left out. Faults, without any text of the file:
 * `settings/file-unusable`, `settings/file-newer`.
 * @param fieldsOf the fields of a provider
 */
export function readSettingsFile(
  text: string,
  fieldsOf: (provider: ProviderId) => readonly ProviderField[],
): SettingsFile {
  const content = parsed(text);
  const found = versioned.safeParse(content);
  if (!found.success) throw unusable('it is no file of exported settings');
  if (found.data.version > currentVersion) {
    throw new Fault(
      'settings/file-newer',
      `The file was written by a newer version of this app (format ${found.data.version}).`,
    );
  }
  const read = shape.safeParse(content);
  if (!read.success) {
    const place = read.error.issues[0]?.path.map(String).join('.').slice(0, 100) ?? '';
    throw unusable(`"${place}" is not what this app writes`);
  }
  const configurations = read.data.configurations.map((one) => ({
    ...one,
    fields: known(one.fields, fieldsOf(one.provider)),
  }));
  const ids = new Set(configurations.map((one) => one.id));
  if (ids.size < configurations.length) throw unusable('two configurations have one id');
  if (new Set(read.data.profiles.map(({ tag }) => tag)).size < read.data.profiles.length) {
    throw unusable('two profiles have one tag');
  }
  if (read.data.profiles.some(({ configurationId }) => !ids.has(configurationId))) {
    throw unusable('a profile uses a configuration that it does not have');
  }
  return { ...read.data, configurations };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw unusable('it is not whole JSON');
  }
}

function known(
  fields: Readonly<Record<string, string>>,
  descriptions: readonly ProviderField[],
): Record<string, string> {
  const wanted = descriptions.filter(({ kind }) => kind !== 'secret');
  return Object.fromEntries(
    wanted.flatMap(({ name }) => {
      const value = Object.hasOwn(fields, name) ? fields[name]?.trim() : undefined;
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

function unusable(why: string): Fault {
  return new Fault('settings/file-unusable', `The file cannot be imported: ${why}.`);
}
