import type { ProviderDescription, ProviderField } from '../../src-shared/providers.ts';
import type { Configuration } from '../../src-shared/settings.ts';

/** Whether a field has to be given, as nothing counts in its place. */
function isNeeded({ isRequired, standard }: ProviderField): boolean {
  return isRequired && standard === null;
}

/**
 * The secrets without which there is no access. Where none is required by itself and there are several, they stand for one
 * another, so that one of them is needed.
 */
function keysOf({ fields }: ProviderDescription): {
  readonly required: boolean;
  readonly keys: readonly ProviderField[];
} {
  const secrets = fields.filter(({ kind }) => kind === 'secret');
  const required = secrets.filter(isNeeded);
  if (required.length > 0) return { required: true, keys: required };
  return { required: secrets.length > 1, keys: secrets };
}

/** The fields that nearly everybody fills in; the others are for few and can be folded away. */
export function mainFields(provider: ProviderDescription): readonly ProviderField[] {
  const { keys } = keysOf(provider);
  return provider.fields.filter(
    (field) => isNeeded(field) || (field.kind === 'secret' && !provider.capabilities.isLocal && keys.includes(field)),
  );
}

/** What has to be at hand to set a provider up, in a few words: "Region, access key ID". */
export function needWords(provider: ProviderDescription): string {
  const { required, keys } = keysOf(provider);
  const plain = provider.fields.filter((field) => isNeeded(field) && field.kind !== 'secret');
  const needed = [...plain, ...(required ? keys.slice(0, 1) : [])].map(({ label }) => label);
  if (needed.length === 0) return 'No key needed';
  const [first = '', ...more] = needed;
  // In the middle of a row, "Endpoint" is written small, "API key" is not.
  return [
    first,
    ...more.map((label) => (/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label)),
  ].join(', ');
}

/** Whether a configuration has no key where its provider wants one. */
export function lacksKey(provider: ProviderDescription, { secrets }: Configuration): boolean {
  const { required, keys } = keysOf(provider);
  return required && keys.every(({ name }) => (secrets[name]?.state ?? 'none') === 'none');
}
