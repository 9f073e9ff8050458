import type { SecretReading, SecretReadings } from '../lib/user-secrets.ts';
import type { KeptConfiguration } from './document.ts';

/** The name under which a secret of a configuration is kept. */
export function secretName(configurationId: string, field: string): string {
  return `${configurationId}/${field}`;
}

/** The field of a configuration that a name is of, null where it is another's. */
export function fieldOf(configurationId: string, name: string): string | null {
  const prefix = secretName(configurationId, '');
  return name.startsWith(prefix) ? name.slice(prefix.length) : null;
}

/** The secrets of one configuration, by field. Where their file cannot be read, those it is known to have had cannot. */
export function secretsOf(
  { byName, fault }: SecretReadings,
  { id, secretFields }: Pick<KeptConfiguration, 'id' | 'secretFields'>,
): ReadonlyMap<string, SecretReading> {
  if (fault !== null) return new Map(secretFields.map((field) => [field, { state: 'unreadable', fault }]));
  const own = new Map<string, SecretReading>();
  for (const [name, reading] of byName) {
    const field = fieldOf(id, name);
    if (field !== null) own.set(field, reading);
  }
  return own;
}

/** The end of a secret by which a person tells it from another; empty where too little of it would stay unknown. */
export function last4Of(value: string): string {
  return value.length >= 12 ? value.slice(-4) : '';
}
