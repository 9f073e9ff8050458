import { Fault } from '../../src-shared/errors.ts';
import type { Configuration, SecretState, Settings, SettingsTrouble } from '../../src-shared/settings.ts';
import { toAppError } from '../lib/app-error.ts';
import type { SecretReading, SecretReadings } from '../lib/user-secrets.ts';
import { boundTo } from './address.ts';
import { emptyDocument, type KeptConfiguration } from './document.ts';
import { type Kept, refuseElsewhere } from './drafted.ts';
import type { SettingsPorts } from './ports.ts';
import { readLastGood, type SettingsReading } from './reading.ts';
import { last4Of, secretsOf } from './secret-names.ts';

/** The settings of a user as their window sees them: of secrets no more than that they are set, and how they end. */
export async function shownSettings(ports: SettingsPorts, userId: string, reading: SettingsReading): Promise<Settings> {
  const [secrets, protection, isLocked] = await Promise.all([
    ports.secrets.read(userId),
    ports.secrets.protection(userId),
    ports.secrets.isLocked(userId),
  ]);
  const document = reading.state === 'good' ? reading.document : emptyDocument;
  return {
    userId,
    configurations: document.configurations.map((one) => shownConfiguration(ports, one, secrets)),
    profiles: document.profiles,
    activeConfigurationId: document.activeConfigurationId,
    defaultProfileId: document.defaultProfileId,
    preferences: document.preferences,
    protection,
    isLocked,
    trouble: reading.state === 'good' ? null : await troubleOf(ports, userId, reading.fault),
  };
}

async function troubleOf(ports: SettingsPorts, userId: string, fault: Fault): Promise<SettingsTrouble> {
  const copy = await readLastGood(ports, userId);
  return { error: fault.toAppError(), lastGood: copy?.document.savedAt ?? null };
}

function shownConfiguration(
  ports: SettingsPorts,
  configuration: KeptConfiguration,
  all: SecretReadings,
): Configuration {
  const kept = { configuration, secrets: secretsOf(all, configuration) };
  const names = ports.fieldsOf(configuration.provider).filter(({ kind }) => kind === 'secret');
  const secrets = names.map(({ name }) => [name, secretState(ports, kept, name)] as const);
  const { secretFields: _known, ...shown } = configuration;
  return { ...shown, secrets: Object.fromEntries(secrets) };
}

function secretState(ports: SettingsPorts, kept: Kept, name: string): SecretState {
  const reading = usableSecret(ports, kept, name);
  if (reading === null) return { state: 'none' };
  if (reading.state === 'set') return { state: 'set', last4: last4Of(reading.value) };
  if (reading.state === 'locked') return { state: 'locked' };
  return { state: 'unreadable', error: toAppError(reading.fault, ports.log) };
}

/**
 * A secret of a configuration as it may be used; null where there is none. One that was entered for another address than
 * the one the configuration has now cannot be read, whoever changed it.
 */
export function usableSecret(
  { fieldsOf }: Pick<SettingsPorts, 'fieldsOf'>,
  { configuration, secrets }: Kept,
  name: string,
): SecretReading | null {
  const reading = secrets.get(name);
  if (reading === undefined) return null;
  if (reading.state !== 'set') return reading;
  const { provider, fields } = configuration;
  try {
    refuseElsewhere(name, reading.boundTo, boundTo(provider, fields, fieldsOf(provider)));
    return reading;
  } catch (cause) {
    if (cause instanceof Fault) return { state: 'unreadable', fault: cause };
    throw cause;
  }
}
