import { randomUUID } from 'node:crypto';
import type { FileChange } from '../lib/journal.ts';
import type { KeyRing } from './open-keys.ts';
import type { SecretsPorts } from './ports.ts';
import type { OwnKeys } from './safe-key.ts';
import { emptySecretFile, readSecretFile, type SecretFile } from './secret-file.ts';
import { scopeOf, secretPath } from './secret-path.ts';
import type { Unlocking } from './unlocking.ts';
import type { Owner, Way } from './writing.ts';

/** What the parts that keep secrets of users share. */
export interface KeepingParts {
  readonly ports: SecretsPorts;
  readonly ring: KeyRing;
  readonly unlocking: Unlocking;
}

/** What can be opened for somebody now. */
export async function keysOf({ ports, ring }: Pick<KeepingParts, 'ports' | 'ring'>, userId: string): Promise<OwnKeys> {
  return { ...ring.of(userId), hasPassphrase: await ports.hasPassphrase(userId) };
}

/** Whose secrets they are, and what can be opened now. */
export async function ownerOf({ ports, ring, unlocking }: KeepingParts, userId: string): Promise<Owner> {
  return {
    scope: scopeOf(userId),
    keys: await keysOf({ ports, ring }, userId),
    fresh: unlocking.fresh(userId),
    newId: randomUUID,
  };
}

/** How secrets may be written to the disk now; null: not at all. */
export async function wayOf(
  { keychain }: Pick<SecretsPorts, 'keychain'>,
  { allowsWeak }: Pick<SecretFile, 'allowsWeak'>,
): Promise<Way | null> {
  if (keychain === 'passphrase') return { kind: 'passphrase' };
  if (keychain === undefined) return null;
  const state = await keychain.state();
  if (state.kind === 'none' || (state.kind === 'weak' && !allowsWeak)) return null;
  return { kind: 'system', keychain, backend: state.backend };
}

/** A file that is to be changed. */
export interface WritableFile {
  readonly path: string;
  readonly content: SecretFile;
  readonly before: Uint8Array | null;
  /** What has to be written with it: a copy of what cannot be understood, so that nothing is lost. */
  readonly aside: readonly FileChange[];
}

/** What is there, and what has to happen before it is written over. Faults: `secrets/file-unreadable`, `secrets/newer`. */
export async function writableFile({ files, clock, ...ports }: SecretsPorts, userId: string): Promise<WritableFile> {
  const path = secretPath(ports, userId);
  const reading = await readSecretFile(files, path);
  if (reading.state === 'unusable') throw reading.fault;
  if (reading.state === 'good') return { path, content: reading.content, before: reading.bytes, aside: [] };
  const mark = clock
    .now()
    .toISOString()
    .replaceAll(/[^0-9]/g, '');
  const aside: FileChange = { path: `${path}.damaged-${mark}`, before: null, after: reading.bytes };
  return { path, content: emptySecretFile, before: reading.bytes, aside: [aside] };
}
