import { Fault } from '../../src-shared/errors.ts';
import type { Disk, DiskEntry, DiskFile } from './disk.ts';
import { isErrno, unreadable } from './file-fault.ts';

/** No file of a home is nearly this large; a larger one is a mistake that must not fill the memory. */
const largest = 50 * 1024 * 1024;

/** The bytes of a plain file, or null where it is absent. Fault: `home/file-unreadable`. */
export async function readBytes(disk: Disk, path: string): Promise<Uint8Array | null> {
  let file: DiskFile;
  try {
    file = await disk.open(path);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(path, cause);
  }
  try {
    return await readWhole(file, path);
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

async function readWhole(file: DiskFile, path: string): Promise<Uint8Array> {
  const found = await refuseOther(file, path);
  const parts: Uint8Array[] = [];
  let total = 0;
  // Room for one byte more than it had a moment ago: what comes back short of that is known to be all of it. Else it is
  // read to its end, as another program may be writing.
  for (let room = Math.min(found.size + 1, largest); ; room = 64 * 1024) {
    const part = await file.read(room);
    total += part.length;
    if (total > largest) throw new Fault('home/file-unreadable', `${path} cannot be read: it is larger than 50 MB.`);
    parts.push(part);
    if (part.length > 0 && !(total === found.size && part.length < room)) continue;
    // As it is where it came in one part, which is nearly always: a copy of a large file costs.
    const [only, ...more] = parts;
    return only !== undefined && more.length === 0 ? only : Buffer.concat(parts, total);
  }
}

/** Bytes that are compared at a time. */
const piece = 1024 * 1024;

/**
 * Whether a file has these very bytes, or is absent where they are null. It is compared piece by piece: to hold a large
 * file twice for a moment costs more than to read it. Fault: `home/file-unreadable`.
 */
export async function holdsBytes(disk: Disk, path: string, bytes: Uint8Array | null): Promise<boolean> {
  let file: DiskFile;
  try {
    file = await disk.open(path);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return bytes === null;
    throw unreadable(path, cause);
  }
  try {
    const { size } = await refuseOther(file, path);
    return bytes !== null && size === bytes.length && (await sameAs(file, bytes));
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

async function sameAs(file: DiskFile, bytes: Uint8Array): Promise<boolean> {
  const room = Buffer.allocUnsafeSlow(Math.min(bytes.length + 1, piece));
  for (let at = 0; ; ) {
    const part = await file.read(room.length, room);
    if (part.length === 0) return at === bytes.length;
    if (!sameBytes(part, bytes.subarray(at, at + part.length))) return false;
    at += part.length;
  }
}

/** @returns what the disk says of it. Fault: `home/file-unreadable` for all but a plain file. */
async function refuseOther(file: DiskFile, path: string): Promise<DiskEntry> {
  const found = await file.stat();
  if (found.kind === 'file') return found;
  const what = found.kind === 'folder' ? 'a folder' : 'no plain file';
  throw new Fault('home/file-unreadable', `${path} cannot be read: it is ${what}.`);
}

/** Whether two readings of a file are the same; null is an absent file. */
export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}
