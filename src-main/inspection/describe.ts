import { isSecretName, mask, maskKnown, maskSecrets } from '../formats/mask-secrets.ts';
import { maskValues, secretValues } from '../formats/mask-values.ts';
import type { SeenContainer } from './ports.ts';

/** What the engine says of a container, as JSON without its secrets. */
export function maskedDescription(description: unknown, { environment }: SeenContainer): string {
  const json = JSON.stringify(withoutSecrets(description, ''), null, 2);
  // A secret can stand in other places too: in a command, a label, the last answers of the probe.
  return maskValues(json, secretValues(environment));
}

function withoutSecrets(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (value !== '' && isSecretName(name)) return mask;
    const [, key = '', set = ''] = /^([A-Za-z_][\w.-]*)=([\s\S]*)$/.exec(value) ?? [];
    if (key !== '' && set !== '' && isSecretName(key)) return `${key}=${mask}`;
    return value.includes('\n') ? maskSecrets(value) : maskKnown(value);
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key)]));
}
