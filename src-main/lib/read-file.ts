import { Fault } from '../../src-shared/errors.ts';
import type { Disk, DiskFile } from './disk.ts';
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
  const found = await file.stat();
  if (found.kind !== 'file') {
    const what = found.kind === 'folder' ? 'a folder' : 'no plain file';
    throw new Fault('home/file-unreadable', `${path} cannot be read: it is ${what}.`);
  }
  const parts: Uint8Array[] = [];
  let total = 0;
  // Room for one byte more than it had a moment ago: what comes back short of that is known to be all of it. Else it is
  // read to its end, as another program may be writing.
  for (let room = Math.min(found.size + 1, largest); ; room = 64 * 1024) {
    const part = await file.read(room);
    total += part.length;
    if (total > largest) throw new Fault('home/file-unreadable', `${path} cannot be read: it is larger than 50 MB.`);
    parts.push(part);
    if (part.length === 0 || (total === found.size && part.length < room)) return Buffer.concat(parts, total);
  }
}

/** Whether two readings of a file are the same; null is an absent file. */
export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}
