import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as z from 'zod';

/** How much work scrypt makes of a passphrase (RFC 7914): 128 * N * r bytes of memory, p times over. */
export interface Costs {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/**
 * What a new passphrase costs: 128 MB and about half a second. Written into each file, so that a later app may ask for
 * more and still read what an earlier one wrote.
 */
export const usualCosts: Costs = { N: 2 ** 17, r: 8, p: 1 };
/** Most memory that reading a file may ask for, in bytes; scrypt takes 128 * N * r. */
const mostMemory = 512 * 1024 * 1024;
/** Bytes of the key that is wrapped, and of the one that wraps it. */
const keyLength = 32;

const bytesOf = (least: number, most = least) =>
  z.base64().transform((text, context) => {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length >= least && bytes.length <= most) return bytes;
    context.addIssue(`has ${bytes.length} bytes`);
    return z.NEVER;
  });

// Bounded, because a file that asked for terabytes or for no work at all would be obeyed otherwise.
const costs = z
  .object({
    N: z
      .number()
      .int()
      .min(2 ** 14)
      .max(2 ** 20),
    r: z.number().int().min(8).max(32),
    p: z.number().int().min(1).max(16),
  })
  .refine(({ N }) => (N & (N - 1)) === 0, 'N is no power of two')
  .refine(({ N, r }) => 128 * N * r <= mostMemory, 'asks for too much memory');

const shape = z.object({
  version: z.literal(1),
  kdf: z.literal('scrypt'),
  costs,
  salt: bytesOf(16, 64),
  cipher: z.literal('aes-256-gcm'),
  nonce: bytesOf(12),
  tag: bytesOf(16),
  key: bytesOf(keyLength),
});

/** A data key under a passphrase, as it is kept. */
export type WrappedKey = z.output<typeof shape>;

/** Reads the text of a file. Throws where it is not one of ours, saying what is wrong with it. */
export function readWrappedKey(text: string): WrappedKey {
  const parsed = shape.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not understood'}`);
}

/** The text of a file. */
export function writeWrappedKey({ version, kdf, costs, salt, cipher, nonce, tag, key }: WrappedKey): string {
  const text = (bytes: Buffer) => bytes.toString('base64');
  const file = { version, kdf, costs, salt: text(salt), cipher, nonce: text(nonce), tag: text(tag), key: text(key) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** A new key for a user's secrets. */
export function newDataKey(): Buffer {
  return randomBytes(keyLength);
}

/** Puts a data key under a passphrase, at these costs; each time with a salt and a nonce of its own. */
export async function wrapKey(userId: string, passphrase: string, dataKey: Buffer, costs: Costs): Promise<WrappedKey> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const wrapping = await derive(passphrase, salt, costs);
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce).setAAD(boundTo(userId, costs));
  const key = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  wrapping.fill(0);
  const tag = cipher.getAuthTag();
  return { version: 1, kdf: 'scrypt', costs: { ...costs }, salt, cipher: 'aes-256-gcm', nonce, tag, key };
}

/**
 * The data key, or null where the passphrase is another one. The comparison is that of the authentication tag, which
 * takes the same time whatever differs.
 */
export async function unwrapKey(userId: string, passphrase: string, wrapped: WrappedKey): Promise<Buffer | null> {
  const wrapping = await derive(passphrase, wrapped.salt, wrapped.costs);
  const decipher = createDecipheriv('aes-256-gcm', wrapping, wrapped.nonce);
  decipher.setAAD(boundTo(userId, wrapped.costs)).setAuthTag(wrapped.tag);
  try {
    return Buffer.concat([decipher.update(wrapped.key), decipher.final()]);
  } catch {
    return null;
  } finally {
    wrapping.fill(0);
  }
}

/** Part of what is authenticated: a file does not work under another user's name, nor with costs that were lowered. */
function boundTo(userId: string, { N, r, p }: Costs): Buffer {
  return Buffer.from(`persag passphrase 1 ${userId} scrypt ${N} ${r} ${p}`, 'utf8');
}

function derive(passphrase: string, salt: Buffer, { N, r, p }: Costs): Promise<Buffer> {
  // One person's keyboard sends a letter and its accent apart, another's as one character.
  const text = Buffer.from(passphrase.normalize('NFC'), 'utf8');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, keyLength, { N, r, p, maxmem: 2 * mostMemory }, (cause, key) => {
      text.fill(0);
      if (cause === null) resolve(key);
      else reject(cause);
    });
  });
}
