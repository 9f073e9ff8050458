import * as z from 'zod';
import { archiveParts } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';

/** The member of an archive that says what the others are. */
export const manifestName = 'manifest.json';
/** The top folder of what is encrypted. */
export const sealedFolder = 'secrets';
const format = 'persag-user';
/** Raised when an older app would read an archive wrongly. */
const version = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const mode = z.number().int().min(0).max(0o777);
const name = z.string().min(1).max(1100);
const base64 = (bytes: number) => z.string().refine((text) => Buffer.from(text, 'base64').length === bytes);

/** More memory or time than this is no protection but an attack. */
const work = z.object({
  name: z.literal('scrypt'),
  N: z.literal([2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18]),
  r: z.literal(8),
  p: z.number().int().min(1).max(4),
  salt: base64(16),
});

const sealing = z.object({
  cipher: z.literal('aes-256-gcm'),
  kdf: work,
  /** An empty text sealed with the key: it tells a wrong passphrase from a damaged archive. */
  check: z.object({ nonce: base64(12), tag: base64(16) }),
});
/** How the secrets of an archive are encrypted. */
export type Sealing = z.output<typeof sealing>;

const fileMember = z.object({
  kind: z.literal('file'),
  /** In the archive, with slashes: source and path. */
  name,
  /** Bytes as they are in the archive. */
  size,
  /** Of the bytes as they are in the archive: of a secret, its own hash could be guessed at. */
  sha256: hash,
  mode,
  /** For what is encrypted: the name it would have in clear, its bytes then, and the number it was encrypted with. */
  sealed: z.object({ name, size, nonce: base64(12) }).optional(),
});
const folderMember = z.object({ kind: z.literal('folder'), name, mode });
const member = z.discriminatedUnion('kind', [fileMember, folderMember]);

/** A file of an archive. */
export type FileMember = z.output<typeof fileMember>;
/** A file or folder of an archive. */
export type Member = z.output<typeof member>;

const leftOut = z.object({
  path: z.string().max(5000),
  reason: z.enum(['link', 'special', 'name', 'secret', 'gone', 'unreadable']),
});

const shape = z.object({
  format: z.literal(format),
  version: z.literal(version),
  app: z.object({ name: z.string().max(100), version: z.string().max(100) }),
  createdAt: z.iso.datetime(),
  /** The registry's entry with all of its fields, but for those that are secret. */
  user: z.looseObject({ user_id: z.string().min(1).max(1000) }),
  look: z.object({ color: z.number().nullable(), avatar: z.string().max(100).nullable() }).nullable(),
  parts: z.array(z.enum(archiveParts)),
  members: z.array(member),
  leftOut: z.array(leftOut),
  sealing: sealing.nullable(),
});
/** What an archive says of itself. */
export type Manifest = z.output<typeof shape>;

/** A manifest's bytes. */
export function manifestBytes(manifest: Omit<Manifest, 'format' | 'version'>): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ format, version, ...manifest }, null, 1)}\n`);
}

/** Reads a manifest. Faults: `archives/not-ours`, `archives/newer`, `archives/damaged`. */
export function readManifest(bytes: Uint8Array, path: string): Manifest {
  const value = jsonOf(bytes);
  const head = z.object({ format: z.literal(format), version: z.number().int() }).safeParse(value);
  if (!head.success) throw new Fault('archives/not-ours', `${path} is a zip file, but not an archive of a user.`);
  if (head.data.version > version) {
    throw new Fault(
      'archives/newer',
      `${path} was made by a newer version of this app: its format is ${head.data.version}, this app knows ${version}.`,
    );
  }
  const manifest = shape.safeParse(value);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  const where = issue === undefined ? 'it' : issue.path.join('.');
  throw new Fault('archives/damaged', `The manifest of ${path} cannot be read: ${where} is not as it should be.`);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
