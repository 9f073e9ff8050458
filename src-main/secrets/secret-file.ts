import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import type { Files } from '../lib/files.ts';
import { sealedShape } from './sealed.ts';

/** What this app writes. */
const currentVersion = 1;

/**
 * The key of a safe, and what it is under:
 * - `system`: what the operating system made of it;
 * - `system-and-passphrase`: that, under the key that the user's passphrase opens;
 * - `passphrase`: the key, under the key that the user's passphrase opens;
 * - `command-line`: the key, under a passphrase of the command line's own.
 */
const keySlot = z.discriminatedUnion('under', [
  z.object({ under: z.literal('system'), backend: z.string().max(64), data: z.base64().max(100_000) }),
  z.object({ under: z.literal('system-and-passphrase'), backend: z.string().max(64), sealed: sealedShape }),
  z.object({ under: z.literal('passphrase'), sealed: sealedShape }),
  z.object({ under: z.literal('command-line'), wrapped: z.record(z.string().max(20), z.unknown()) }),
]);
/** The key of a safe, and what it is under. */
export type KeySlot = z.output<typeof keySlot>;

const safeShape = z.object({
  id: z.uuid(),
  key: keySlot,
  /** By name; what is sealed is JSON of the value and what it was entered for. */
  entries: z.record(z.string().min(1).max(200), sealedShape),
});
/** Some secrets under one key. */
export type Safe = z.output<typeof safeShape>;

const shape = z.object({
  version: z.literal(currentVersion),
  /** Somebody said that secrets may be kept here although the computer protects them weakly only. */
  allowsWeak: z.boolean(),
  safes: z.array(safeShape).max(50),
});
/** The secrets of one user as their file has them. */
export type SecretFile = z.output<typeof shape>;

/** What is kept of who never entered a secret. */
export const emptySecretFile: SecretFile = { version: currentVersion, allowsWeak: false, safes: [] };

/** A file as it was read. `damaged`: its bytes are known and are none of ours. */
export type SecretFileReading =
  | { readonly state: 'good'; readonly content: SecretFile; readonly bytes: Uint8Array | null }
  | { readonly state: 'damaged'; readonly fault: Fault; readonly bytes: Uint8Array }
  | { readonly state: 'unusable'; readonly fault: Fault };

const versioned = z.looseObject({ version: z.number().int().min(1) });

/** Reads a file of secrets. Never throws, and no message has anything of it. */
export async function readSecretFile(files: Files, path: string): Promise<SecretFileReading> {
  let bytes: Uint8Array | null;
  try {
    // What was put there to lead elsewhere is not followed.
    if ((await files.kind(path)) === 'link') throw unreadable(path, 'it is a link');
    bytes = await files.read(path);
  } catch (cause) {
    return { state: 'unusable', fault: cause instanceof Fault ? cause : unreadable(path, String(cause)) };
  }
  if (bytes === null) return { state: 'good', content: emptySecretFile, bytes };
  try {
    const found = versioned.parse(JSON.parse(new TextDecoder().decode(bytes)));
    if (found.version > currentVersion) {
      const message = `${path} was written by a newer version of this app (format ${found.version}).`;
      return { state: 'unusable', fault: new Fault('secrets/newer', message) };
    }
    return { state: 'good', content: shape.parse(found), bytes };
  } catch {
    return { state: 'damaged', fault: unreadable(path, 'it is not what this app writes'), bytes };
  }
}

/** The bytes of a file; safes without secrets are left out. */
export function secretFileBytes({ safes, ...rest }: SecretFile): Uint8Array {
  const used = safes.filter(({ entries }) => Object.keys(entries).length > 0);
  return new TextEncoder().encode(`${JSON.stringify({ ...rest, safes: used }, null, 2)}\n`);
}

function unreadable(path: string, why: string): Fault {
  return new Fault('secrets/file-unreadable', `${path} cannot be read: ${why}. It was left as it is.`);
}
