import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';

/** Bytes of a key. */
export const keyLength = 32;

const bytesOf = (least: number, most = least) =>
  z.base64().refine((text) => {
    const { length } = Buffer.from(text, 'base64');
    return length >= least && length <= most;
  }, 'has another length');

/** Largest text that is kept, in bytes: far above any key. */
const largest = 64 * 1024;

/** Bytes under a key, as they are kept (AES-256-GCM, NIST SP 800-38D); texts are base64. */
export const sealedShape = z.object({ nonce: bytesOf(12), tag: bytesOf(16), data: bytesOf(0, largest) });
/** Bytes under a key. */
export type Sealed = z.output<typeof sealedShape>;

/**
 * Puts bytes under a key.
 * @param name what they are: under another name they do not open, so that nothing can be put in the place of something else
 */
export function seal(key: Uint8Array, bytes: Uint8Array, name: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name, 'utf8'));
  const data = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** The bytes, null where the key or the name is another one, or where they were changed. */
export function unseal(key: Uint8Array, { nonce, tag, data }: Sealed, name: string): Buffer | null {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(nonce));
    decipher.setAAD(Buffer.from(name, 'utf8')).setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(data)), decipher.final()]);
  } catch {
    return null;
  }
}
