import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { Fault } from '../../src-shared/errors.ts';
import type { Sealing } from './manifest.ts';

/** 128 MB and about half a second a try: what a passphrase of a person needs (OWASP's strongest for scrypt). */
const strength: Pick<Sealing['kdf'], 'N' | 'r' | 'p'> = { N: 2 ** 17, r: 8, p: 1 };
const algorithm = 'aes-256-gcm';
const lengths = { key: 32, salt: 16, nonce: 12, tag: 16 } as const;
/** Bound to what it is for, so that no sealed member can be taken for the check. */
const checkText = 'persag-user: check of the passphrase';

/** A passphrase's key for one archive. */
export interface SealKey {
  /** What goes into the manifest. */
  readonly sealing: Sealing;
  readonly key: Buffer;
}

/** Makes the key of a new archive; every archive has a salt of its own. */
export async function newSealKey(passphrase: string): Promise<SealKey> {
  const salt = randomBytes(lengths.salt);
  const key = await derive(passphrase, salt, strength);
  const nonce = randomBytes(lengths.nonce);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(checkText));
  cipher.final();
  const check = { nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
  const kdf = { name: 'scrypt', ...strength, salt: salt.toString('base64') } as const;
  return { key, sealing: { cipher: algorithm, kdf, check } };
}

/** The key of an archive that is there. Fault: `archives/passphrase-wrong`. */
export async function openSealKey(passphrase: string, sealing: Sealing): Promise<SealKey> {
  const { kdf, check } = sealing;
  const key = await derive(passphrase, Buffer.from(kdf.salt, 'base64'), kdf);
  const decipher = createDecipheriv(algorithm, key, Buffer.from(check.nonce, 'base64'))
    .setAAD(Buffer.from(checkText))
    .setAuthTag(Buffer.from(check.tag, 'base64'));
  try {
    decipher.final();
  } catch (cause) {
    throw new Fault('archives/passphrase-wrong', 'This is not the passphrase of the archive.', { cause });
  }
  return { key, sealing };
}

/** A new number for one sealed member; with a key it is never used twice. */
export function newNonce(): string {
  return randomBytes(lengths.nonce).toString('base64');
}

/** Encrypts; the result is bound to the name, and ends in the tag that proves it whole. */
export async function* seal(
  { key }: SealKey,
  { nonce, name }: { readonly nonce: string; readonly name: string },
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const cipher = createCipheriv(algorithm, key, Buffer.from(nonce, 'base64')).setAAD(Buffer.from(name));
  for await (const bytes of pieces) yield cipher.update(bytes);
  cipher.final();
  yield cipher.getAuthTag();
}

/**
 * Decrypts. What comes before the end is not proved yet, so it must go nowhere where it could not be taken back from.
 * Fault: `archives/damaged` at the end, where it is not what was sealed under this name.
 */
export async function* unseal(
  { key }: SealKey,
  { nonce, name }: { readonly nonce: string; readonly name: string },
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64')).setAAD(Buffer.from(name));
  // The last bytes are the tag, and only the end tells which are the last.
  let held = Buffer.alloc(0);
  for await (const bytes of pieces) {
    const all = Buffer.concat([held, bytes]);
    const ready = Math.max(0, all.length - lengths.tag);
    held = all.subarray(ready);
    if (ready > 0) yield decipher.update(all.subarray(0, ready));
  }
  try {
    decipher.setAuthTag(held);
    decipher.final();
  } catch (cause) {
    throw new Fault('archives/damaged', `The secret ${name} was changed after it was encrypted.`, { cause });
  }
}

function derive(passphrase: string, salt: Buffer, { N, r, p }: typeof strength) {
  // The same letters can be typed in two ways: an accent as a character of its own.
  const text = passphrase.normalize('NFC');
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(text, salt, lengths.key, { N, r, p, maxmem: 128 * N * r + 64 * 1024 * 1024 }, (cause, key) =>
      cause === null ? resolve(key) : reject(cause),
    );
  });
}
