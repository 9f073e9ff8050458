import { Fault } from '../../src-shared/errors.ts';
import type { Protection } from '../../src-shared/settings.ts';
import type { PreparedSecrets, SecretChange, SecretReading, SecretReadings, UserSecrets } from '../lib/user-secrets.ts';
import { readEntries, without } from './entries.ts';
import { type KeepingParts, keysOf, ownerOf, wayOf, writableFile } from './keeping.ts';
import { createMemoryEntries, type MemoryEntries } from './memory-entries.ts';
import type { KeyRing } from './open-keys.ts';
import type { SecretsPorts } from './ports.ts';
import { readSecretFile, type SecretFile, secretFileBytes } from './secret-file.ts';
import { scopeOf, secretPath } from './secret-path.ts';
import { createUnlocking } from './unlocking.ts';
import { allowWeak } from './weak-keeping.ts';
import { withEntries } from './writing.ts';

type Parts = KeepingParts & { readonly memory: MemoryEntries };

/** Makes the secrets of users. */
export function createUserSecrets(ports: SecretsPorts, ring: KeyRing): UserSecrets {
  const unlocking = createUnlocking(ports, ring);
  const parts: Parts = { ports, ring, unlocking, memory: createMemoryEntries() };
  return {
    read: (userId) => read(parts, userId),
    protection: (userId) => protectionOf(parts, userId),
    isLocked: unlocking.isLocked,
    prepare: (userId, changes, inMemory) => prepare(parts, userId, changes, inMemory),
    unlock: unlocking.unlock,
    lock(userId) {
      ring.drop(userId);
      unlocking.forget(userId);
    },
    forgetMemory: parts.memory.forget,
    allowWeak: (userId, isAllowed, inMemory) => allowWeak(parts, userId, isAllowed, inMemory),
    path: (userId) => secretPath(ports, userId),
  };
}

async function read({ ports, ring, memory }: Parts, userId: string): Promise<SecretReadings> {
  const reading = await readSecretFile(ports.files, secretPath(ports, userId));
  const inMemory = [...memory.of(userId)].map(([name, entry]) => [name, { state: 'set', ...entry }] as const);
  if (reading.state !== 'good') return { byName: new Map<string, SecretReading>(inMemory), fault: reading.fault };
  const kept = await readEntries(
    scopeOf(userId),
    reading.content,
    ports.keychain,
    await keysOf({ ports, ring }, userId),
  );
  return { byName: new Map<string, SecretReading>([...kept, ...inMemory]), fault: null };
}

async function prepare(
  parts: Parts,
  userId: string,
  changes: ReadonlyMap<string, SecretChange>,
  inMemory: boolean,
): Promise<PreparedSecrets> {
  const { ports, memory } = parts;
  const { path, content, before, aside } = await writableFile(ports, userId);
  const way = inMemory ? null : await wayOf(ports, content);
  const set = [...changes].flatMap(([name, change]) => (change === null ? [] : [[name, change] as const]));
  const rest = without(content, new Set(changes.keys()));
  const after = way === null ? rest : await withEntries(rest, new Map(set), way, await ownerOf(parts, userId));
  return {
    files: isSame(content, after) ? [] : [{ path, before, after: secretFileBytes(after) }, ...aside],
    done: () => memory.change(userId, changes.keys(), way === null ? set : []),
  };
}

function isSame(one: SecretFile, other: SecretFile): boolean {
  return Buffer.from(secretFileBytes(one)).equals(secretFileBytes(other));
}

async function protectionOf({ ports, ring, unlocking }: KeepingParts, userId: string): Promise<Protection> {
  const { keychain } = ports;
  if (keychain === 'passphrase') {
    const { access, safes } = ring.of(userId);
    return { kind: 'passphrase', isOpen: access !== null || safes.size > 0 || unlocking.fresh(userId) !== null };
  }
  const state = (await keychain?.state()) ?? { kind: 'none', why: 'this app has nothing here to protect them with' };
  if (state.kind === 'system') return state;
  if (state.kind === 'weak') {
    const reading = await readSecretFile(ports.files, secretPath(ports, userId));
    return { ...state, isAllowed: reading.state === 'good' && reading.content.allowsWeak };
  }
  const fault = new Fault('secrets/unavailable', `Keys cannot be kept now: ${state.why}.`);
  return { kind: 'none', error: fault.toAppError() };
}
