import { Fault } from '../../src-shared/errors.ts';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { KeptConfiguration, SettingsDocument } from './document.ts';
import { type Kept, readDraft } from './drafted.ts';
import { draftedConfiguration, unknownConfiguration } from './edits.ts';
import type { SettingsPorts } from './ports.ts';
import { secretsOf } from './secret-names.ts';
import { usableSecret } from './shown.ts';

/**
 * A kept configuration with its secrets, frozen. Faults: `settings/unknown-configuration`, `settings/locked`, that of a
 * secret that cannot be read, `settings/incomplete`.
 */
export async function resolveKept(
  ports: SettingsPorts,
  userId: string,
  document: SettingsDocument,
  configurationId: string,
): Promise<ResolvedConfiguration> {
  const configuration = document.configurations.find((one) => one.id === configurationId);
  if (configuration === undefined) throw unknownConfiguration(configurationId);
  const kept = { configuration, secrets: secretsOf(await ports.secrets.read(userId), configuration) };
  const resolved = frozen(userId, configuration, configuration.revision, readableSecrets(ports, kept));
  const problems = ports.problemsOf(resolved.provider, resolved.fields, new Set(Object.keys(resolved.secrets)));
  const details = Object.entries(problems).map(([field, problem]) => `${field}: ${problem}`);
  if (details.length === 0) return resolved;
  throw new Fault('settings/incomplete', `"${configuration.name}" cannot be used as it is.`, { details });
}

/**
 * A draft as it would be asked with, before it is saved: what it keeps of its secrets comes from the kept configuration.
 * Faults: those of `readDraft` and of a kept secret that cannot be read.
 */
export async function resolveDraft(
  ports: SettingsPorts,
  userId: string,
  document: SettingsDocument,
  draft: ConfigurationDraft,
): Promise<ResolvedConfiguration> {
  const configuration = draftedConfiguration(document, draft);
  const kept: Kept | null =
    configuration === null
      ? null
      : { configuration, secrets: secretsOf(await ports.secrets.read(userId), configuration) };
  const { fields, changes } = readDraft(ports, draft, kept);
  const secrets: Record<string, string> = {};
  for (const { name, kind } of ports.fieldsOf(draft.provider)) {
    if (kind !== 'secret') continue;
    const value = changes.has(name) ? changes.get(name) : readableValue(name, kept?.secrets.get(name) ?? null);
    if (typeof value === 'string') secrets[name] = value;
  }
  return frozen(userId, { ...draft, fields, id: configuration?.id ?? 'draft' }, draft.revision, secrets);
}

function readableSecrets(ports: SettingsPorts, kept: Kept): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const { name, kind } of ports.fieldsOf(kept.configuration.provider)) {
    const value = kind === 'secret' ? readableValue(name, usableSecret(ports, kept, name)) : null;
    if (value !== null) secrets[name] = value;
  }
  return secrets;
}

/** Null where there is none. Faults: `settings/locked`, that of one that cannot be read. */
function readableValue(name: string, reading: ReturnType<typeof usableSecret>): string | null {
  if (reading === null) return null;
  if (reading.state === 'set') return reading.value;
  if (reading.state === 'unreadable') throw reading.fault;
  throw new Fault('settings/locked', `What is kept for "${name}" is under your passphrase.`);
}

type Described = Pick<KeptConfiguration, 'id' | 'name' | 'provider' | 'fields' | 'model' | 'parameters'>;

/** Copies, so that nobody else's hands are on it. */
function frozen(
  userId: string,
  { id, name, provider, fields, model, parameters }: Described,
  revision: number,
  secrets: Readonly<Record<string, string>>,
): ResolvedConfiguration {
  return Object.freeze({
    userId,
    configurationId: id,
    revision,
    name,
    provider,
    fields: Object.freeze({ ...fields }),
    secrets: Object.freeze({ ...secrets }),
    model,
    parameters: Object.freeze({ ...parameters }),
  });
}
