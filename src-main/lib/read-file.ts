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
  // Read to the end rather than to the size of a moment ago: another program may be writing.
  for (;;) {
    const part = await file.read(64 * 1024);
    if (part.length === 0) return Buffer.concat(parts, total);
    total += part.length;
    if (total > largest) throw new Fault('home/file-unreadable', `${path} cannot be read: it is larger than 50 MB.`);
    parts.push(part);
  }
}

/** Whether two readings of a file are the same; null is an absent file. */
export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}
