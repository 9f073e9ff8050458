import { Fault } from '../../src-shared/errors.ts';
import type { ProviderId } from '../../src-shared/providers.ts';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import type { SecretReading } from '../lib/user-secrets.ts';
import { addressesOf, boundTo } from './address.ts';
import type { KeptConfiguration } from './document.ts';
import type { SettingsPorts } from './ports.ts';

/** What is kept of a configuration that a draft is of. */
export interface Kept {
  readonly configuration: KeptConfiguration;
  /** By field. */
  readonly secrets: ReadonlyMap<string, SecretReading>;
}

/** What a draft comes to. */
export interface Drafted {
  /** Without blanks around them, and without those that are empty. */
  readonly fields: Readonly<Record<string, string>>;
  /** What its secrets are entered for. */
  readonly boundTo: string;
  /** By field: a new value, null to forget it; what is not here stays. */
  readonly changes: ReadonlyMap<string, string | null>;
}

type DraftPorts = Pick<SettingsPorts, 'fieldsOf' | 'problemsOf' | 'readSecret'>;

/**
 * Looks at a draft. A kept secret goes with it only where its provider and the origins of its addresses are those it was
 * entered for: else a changed address would be sent the key of another. Faults: `settings/field-invalid` (details: a
 * field and what is wrong with it each), `settings/secret-invalid`, `settings/secret-elsewhere`.
 */
export function readDraft(ports: DraftPorts, draft: ConfigurationDraft, kept: Kept | null): Drafted {
  const descriptions = ports.fieldsOf(draft.provider);
  const isSecret = (name: string) => descriptions.some((one) => one.name === name && one.kind === 'secret');
  refuseStrangers(draft, isSecret, (name) => descriptions.some((one) => one.name === name));
  const fields = filledIn(draft.fields);
  const bound = boundTo(draft.provider, fields, descriptions);
  const changes = new Map<string, string | null>();
  const withValue = new Set<string>();
  for (const { name, kind } of descriptions) {
    if (kind !== 'secret') continue;
    const change = changeOf(ports, draft, name);
    if (change === undefined) {
      const reading = kept?.secrets.get(name);
      if (kept === null || reading === undefined) continue;
      refuseElsewhere(name, enteredFor(kept, reading, ports), bound);
      withValue.add(name);
    } else {
      changes.set(name, change);
      if (change !== null) withValue.add(name);
    }
  }
  refuseProblems(draft.name, ports.problemsOf(draft.provider, fields, withValue));
  return { fields, boundTo: bound, changes };
}

/** What a kept secret was entered for; where it cannot be read now, what its configuration says. */
export function enteredFor(
  { configuration }: Kept,
  reading: SecretReading,
  { fieldsOf }: Pick<SettingsPorts, 'fieldsOf'>,
): string {
  if (reading.state === 'set') return reading.boundTo;
  return boundTo(configuration.provider, configuration.fields, fieldsOf(configuration.provider));
}

/** Fault: `settings/secret-elsewhere`. */
export function refuseElsewhere(field: string, entered: string, wanted: string): void {
  if (entered === wanted) return;
  const [there, here] = [addressesOf(entered), addressesOf(wanted)];
  const message = `What is kept for "${field}" was entered for ${there} and is not sent to ${here}.`;
  throw new Fault('settings/secret-elsewhere', message, { details: [`${field}: enter it anew`] });
}

/** Fault: `settings/field-invalid`. */
export function refuseProblems(name: string, problems: Readonly<Record<string, string>>): void {
  const details = Object.entries(problems).map(([field, problem]) => `${field}: ${problem}`);
  if (details.length === 0) return;
  throw new Fault('settings/field-invalid', `"${name}" cannot be used as it is.`, { details });
}

/** A new value, null to forget it, undefined where it stays. The value itself is in no message. */
function changeOf(
  { readSecret }: DraftPorts,
  { secrets }: ConfigurationDraft,
  name: string,
): string | null | undefined {
  const change = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (change === undefined || change.kind === 'keep') return undefined;
  if (change.kind === 'remove') return null;
  const read = readSecret(change.value);
  if (read.kind === 'value') return read.value;
  const details = [`${name}: ${read.problem}`];
  throw new Fault('settings/secret-invalid', `What was entered for "${name}" cannot be a key.`, { details });
}

function filledIn(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const trimmed = Object.entries(fields).map(([name, value]) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

/** A key among what is no secret would be written in clear: it is refused, and its value stands in no message. */
function refuseStrangers(
  { provider, fields, secrets }: Pick<ConfigurationDraft, 'fields' | 'secrets'> & { readonly provider: ProviderId },
  isSecret: (name: string) => boolean,
  isKnown: (name: string) => boolean,
): void {
  const details = [
    ...Object.keys(fields).flatMap((name) =>
      isSecret(name) ? [`${name}: is a secret`] : isKnown(name) ? [] : [`${shown(name)}: is not known`],
    ),
    ...Object.keys(secrets).flatMap((name) => (isSecret(name) ? [] : [`${shown(name)}: is no secret field`])),
  ];
  if (details.length === 0) return;
  throw new Fault('settings/field-invalid', `Not all of these are fields of ${provider}.`, { details });
}

/** A name that nobody knows may be anything that was typed or pasted. */
function shown(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) ? name : 'a field';
}
