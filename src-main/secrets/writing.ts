import { Fault } from '../../src-shared/errors.ts';
import type { Keychain } from '../ports.ts';
import { type Entry, sealEntry, without } from './entries.ts';
import { newSafeKey, type OwnKeys, openSafeKey, underAccess, underSystem, wrapped } from './safe-key.ts';
import type { Safe, SecretFile } from './secret-file.ts';

/** How secrets of somebody are to be written now. */
export type Way =
  | { readonly kind: 'system'; readonly keychain: Keychain; readonly backend: string }
  | { readonly kind: 'passphrase' };

/** Whose secrets they are, and what can be opened. */
export interface Owner {
  readonly scope: string;
  readonly keys: OwnKeys;
  /** A safe of the command line that waits for its first secret. */
  readonly fresh: Safe | null;
  newId(): string;
}

/**
 * The same content with secrets put in, each of them once. Fault: `settings/locked`.
 * @param entries by name
 */
export async function withEntries(
  content: SecretFile,
  entries: ReadonlyMap<string, Entry>,
  way: Way,
  owner: Owner,
): Promise<SecretFile> {
  const rest = without(content, new Set(entries.keys()));
  if (entries.size === 0) return rest;
  const { safe, key } = await writableSafe(rest, way, owner);
  const sealed = [...entries].map(
    ([name, entry]) => [name, sealEntry(owner.scope, safe.id, key, name, entry)] as const,
  );
  const filled: Safe = { ...safe, entries: { ...safe.entries, ...Object.fromEntries(sealed) } };
  key.fill(0);
  const isThere = rest.safes.some(({ id }) => id === safe.id);
  const safes = isThere ? rest.safes.map((one) => (one.id === safe.id ? filled : one)) : [...rest.safes, filled];
  return { ...rest, safes };
}

interface OpenSafe {
  readonly safe: Safe;
  /** A copy of the writer's own. */
  readonly key: Uint8Array;
}

async function writableSafe(content: SecretFile, way: Way, owner: Owner): Promise<OpenSafe> {
  const access = owner.keys.hasPassphrase ? owner.keys.access : null;
  if (owner.keys.hasPassphrase && access === null)
    throw locked('they are under your passphrase, which was not given yet');
  const found = await openOne(content, way, owner);
  if (found !== null) {
    // It was written before there was a passphrase: from now on it takes it.
    return access === null
      ? found
      : { ...found, safe: { ...found.safe, key: wrapped(owner.scope, found.safe.id, found.safe.key, access) } };
  }
  if (way.kind === 'passphrase' && access === null) {
    const key = owner.fresh === null ? undefined : owner.keys.safes.get(owner.fresh.id);
    if (owner.fresh === null || key === undefined)
      throw locked('they are kept under a passphrase, which was not given yet');
    return { safe: owner.fresh, key: Uint8Array.from(key) };
  }
  const key = newSafeKey();
  const id = owner.newId();
  const slot =
    way.kind === 'system'
      ? await underSystem(owner.scope, id, key, { ...way, access })
      : underAccess(owner.scope, id, key, access ?? new Uint8Array());
  return { safe: { id, key: slot, entries: {} }, key };
}

/** A safe that is there and is protected as new ones would be. */
async function openOne({ safes }: SecretFile, way: Way, { scope, keys }: Owner): Promise<OpenSafe | null> {
  for (const safe of safes) {
    if (!isFor(safe, way, keys.hasPassphrase)) continue;
    const opened = await openSafeKey(scope, safe, way.kind === 'system' ? way.keychain : 'passphrase', keys);
    if (opened.state === 'open') return { safe, key: Uint8Array.from(opened.key) };
  }
  return null;
}

/** What a weak protection has sealed is not gone on with where there is a better one: its key is no secret. */
function isFor({ key }: Safe, way: Way, hasPassphrase: boolean): boolean {
  if (key.under === 'system' || key.under === 'system-and-passphrase') {
    return way.kind === 'system' && key.backend === way.backend;
  }
  return way.kind === 'passphrase' && key.under === (hasPassphrase ? 'passphrase' : 'command-line');
}

function locked(why: string): Fault {
  return new Fault('settings/locked', `Keys cannot be kept now: ${why}.`);
}
