import type { SecretReading } from './ports.ts';

/** The name under which a secret of a configuration is kept. */
export function secretName(configurationId: string, field: string): string {
  return `${configurationId}/${field}`;
}

/** The secrets of one configuration, by field. */
export function secretsOf(
  all: ReadonlyMap<string, SecretReading>,
  configurationId: string,
): ReadonlyMap<string, SecretReading> {
  const prefix = secretName(configurationId, '');
  const own = [...all].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, reading]) => [name.slice(prefix.length), reading]));
}
