import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Disk, DiskEntry, DiskFile } from './disk.ts';
import { isErrno } from './file-fault.ts';

/** Bytes read at a time; a file is never held whole, and most are smaller. */
const piece = { least: 4 * 1024, most: 256 * 1024 };

/** What is at a place below a folder: its path relative to that folder, with slashes, and what the disk says of it. */
export interface TreeEntry extends DiskEntry {
  readonly path: string;
}

/**
 * Everything below a folder but the folder itself, sorted, folders before what is in them. Links are told, not followed.
 * An absent folder has nothing in it. Throws the system's own errors.
 * @param passOver asked with the relative path; what it holds for is left out with all below it
 */
export async function listTree(
  disk: Disk,
  root: string,
  passOver: (path: string) => boolean = () => false,
): Promise<readonly TreeEntry[]> {
  const found: TreeEntry[] = [];
  async function look(below: string): Promise<void> {
    for (const name of [...(await disk.list(join(root, below)))].sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      if (passOver(path)) continue;
      const entry = await lookAt(disk, join(root, path));
      // Gone between the listing and the look.
      if (entry === null) continue;
      found.push({ ...entry, path });
      if (entry.kind === 'folder') await look(path);
    }
  }
  if ((await lookAt(disk, root))?.kind === 'folder') await look('');
  return found;
}

/** What is at a path, null where nothing is. Throws the system's own errors. */
export async function lookAt(disk: Disk, path: string): Promise<DiskEntry | null> {
  try {
    return await disk.lstat(path);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw cause;
  }
}

/** The SHA-256 of a plain file in hex; null where no plain file is. Throws the system's own errors. */
export async function hashOf(disk: Disk, path: string): Promise<string | null> {
  const entry = await lookAt(disk, path);
  if (entry?.kind !== 'file') return null;
  const hash = createHash('sha256');
  const file = await disk.open(path);
  try {
    await pieces(file, entry.size, async (bytes) => void hash.update(bytes));
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** How a copy is to be made. */
export interface CopyOptions {
  /** Permission bits of the copy. */
  readonly mode: number;
  /** Whom it is to belong to, where this account may give files away. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/**
 * Copies the bytes of a plain file to a name that is free, in a folder that is there; they outlast a power cut, the name
 * does so after `syncFolder`. Throws the system's own errors and leaves no part of a copy behind.
 */
export async function copyFile(
  disk: Disk,
  from: string,
  to: string,
  options: CopyOptions,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  const source = await disk.open(from);
  try {
    const { size: expected } = await source.stat();
    await fill(disk, to, options, async (copy) => {
      await pieces(source, expected, async (bytes) => {
        hash.update(bytes);
        size += bytes.length;
        await copy.write(bytes);
      });
    });
  } finally {
    await source.close();
  }
  return { size, sha256: hash.digest('hex') };
}

/** Writes bytes to a name that is free; the rest as `copyFile`. */
export async function writeFile(disk: Disk, to: string, bytes: Uint8Array, options: CopyOptions): Promise<void> {
  await fill(disk, to, options, (file) => file.write(bytes));
}

async function fill(
  disk: Disk,
  to: string,
  { mode, owner }: CopyOptions,
  write: (file: DiskFile) => Promise<void>,
): Promise<void> {
  // Nobody else may read it before it has its own mode.
  const file = await disk.create(to, 0o600);
  try {
    try {
      await write(file);
      if (owner !== undefined) await giveTo(file, owner);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    await disk.unlink(to).catch(() => undefined);
    throw cause;
  }
}

/** Removes a folder with all that is in it; a link in it is removed, not followed. An absent one is no error. */
export async function removeTree(disk: Disk, path: string): Promise<void> {
  const entries = await listTree(disk, path);
  for (const entry of [...entries].reverse()) {
    const full = join(path, entry.path);
    await (entry.kind === 'folder' ? disk.rmdir(full) : disk.unlink(full));
  }
  if ((await lookAt(disk, path)) !== null) await disk.rmdir(path);
}

/** @param expected how many bytes there should be; there may be more or fewer */
async function pieces(file: DiskFile, expected: number, use: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const limit = Math.min(Math.max(expected + 1, piece.least), piece.most);
  for (;;) {
    const bytes = await file.read(limit);
    if (bytes.length === 0) return;
    await use(bytes);
  }
}

/** Only root can give files away; what belongs to another account then stays this account's. */
async function giveTo(file: DiskFile, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  const mine = await file.stat();
  if (mine.uid === uid && mine.gid === gid) return;
  try {
    await file.chown(uid, gid);
  } catch (cause) {
    if (!isErrno(cause, 'EPERM')) throw cause;
  }
}
