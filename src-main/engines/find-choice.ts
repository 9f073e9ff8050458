import type { EngineChoice, EngineEntry } from '../../src-shared/engines.ts';
import { Fault } from '../../src-shared/errors.ts';

/** Words that take a choice back. */
const automatic = /^auto(matic)?$/i;
/** What looks like an address rather than a name. */
const address = /^[a-z]+:\/\/|^[\w.-]+:\d+$/i;

/**
 * What a person means by a name or an address; null for `auto`. Names of contexts count before those of known engines.
 * Fault: `engines/unknown`.
 */
export function findChoice(wanted: string, engines: readonly EngineEntry[]): EngineChoice | null {
  if (automatic.test(wanted)) return null;
  const isContext = ({ origin }: EngineEntry) => /context$/.test(origin);
  const named = engines.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const context = named.find(isContext);
  if (context !== undefined) return { kind: 'context', name: context.name };
  // Of two with one name the one that can be used is meant.
  const entry =
    engines.find((one) => one.address === wanted) ??
    named.find(({ condition }) => condition.state === 'usable') ??
    named.find((one) => one.address !== '');
  if (entry !== undefined && isContext(entry)) return { kind: 'context', name: entry.name };
  if (entry !== undefined) return { kind: 'address', name: entry.name, address: entry.address };
  if (address.test(wanted)) return { kind: 'address', name: wanted, address: wanted };
  throw new Fault('engines/unknown', `There is no Docker engine named ${wanted}.`);
}
