import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import type { SecretReading } from '../lib/user-secrets.ts';
import type { Keychain } from '../ports.ts';
import { type OwnKeys, openSafeKey } from './safe-key.ts';
import { type Sealed, seal, unseal } from './sealed.ts';
import type { Safe, SecretFile } from './secret-file.ts';

/** What is sealed of a secret. */
export interface Entry {
  readonly value: string;
  readonly boundTo: string;
}
const entryShape = z.object({ value: z.string(), boundTo: z.string() });

const entryName = (scope: string, safeId: string, name: string) => `persag secret 1 ${scope} ${safeId} ${name}`;

/** Seals a secret for a safe. */
export function sealEntry(scope: string, safeId: string, key: Uint8Array, name: string, entry: Entry): Sealed {
  return seal(key, Buffer.from(JSON.stringify(entry), 'utf8'), entryName(scope, safeId, name));
}

/** Everything that a file keeps, as it can be read now. */
export async function readEntries(
  scope: string,
  { safes }: SecretFile,
  keychain: Keychain | 'passphrase' | undefined,
  keys: OwnKeys,
): Promise<ReadonlyMap<string, SecretReading>> {
  const readings = new Map<string, SecretReading>();
  for (const safe of safes) {
    const opened = await openSafeKey(scope, safe, keychain, keys);
    for (const [name, sealed] of Object.entries(safe.entries)) {
      const reading = opened.state === 'open' ? readEntry(scope, safe, opened.key, name, sealed) : opened;
      readings.set(name, reading);
    }
  }
  return readings;
}

function readEntry(scope: string, { id }: Safe, key: Uint8Array, name: string, sealed: Sealed): SecretReading {
  const bytes = unseal(key, sealed, entryName(scope, id, name));
  if (bytes === null) {
    return {
      state: 'unreadable',
      fault: new Fault('secrets/unreadable', 'What is kept was changed by another program.'),
    };
  }
  const entry = entryShape.safeParse(JSON.parse(bytes.toString('utf8')));
  if (entry.success) return { state: 'set', ...entry.data };
  return { state: 'unreadable', fault: new Fault('secrets/unreadable', 'What is kept is no secret of this app.') };
}

/** The same content without the named secrets. */
export function without(content: SecretFile, names: ReadonlySet<string>): SecretFile {
  const safes = content.safes.map((safe) => ({
    ...safe,
    entries: Object.fromEntries(Object.entries(safe.entries).filter(([name]) => !names.has(name))),
  }));
  return { ...content, safes };
}
