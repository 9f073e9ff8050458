import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unreadable } from './file-fault.ts';

/** No file of a home is nearly this large; a larger one is a mistake that must not fill the memory. */
const largest = 50 * 1024 * 1024;

/** The bytes of a plain file, or null where it is absent. Fault: `home/file-unreadable`. */
export async function readBytes(path: string): Promise<Uint8Array | null> {
  let handle: FileHandle;
  try {
    // Non-blocking, because opening a named pipe would wait for a writer; absent on Windows.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(path, cause);
  }
  try {
    return await readWhole(handle, path);
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await handle.close();
  }
}

async function readWhole(handle: FileHandle, path: string): Promise<Uint8Array> {
  const found = await handle.stat();
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'no plain file';
    throw new Fault('home/file-unreadable', `${path} cannot be read: it is ${what}.`);
  }
  const parts: Uint8Array[] = [];
  let total = 0;
  // Read to the end rather than to the size of a moment ago: another program may be writing.
  for (;;) {
    const part = Buffer.alloc(64 * 1024);
    const { bytesRead } = await handle.read(part, 0, part.length, null);
    if (bytesRead === 0) return Buffer.concat(parts, total);
    total += bytesRead;
    if (total > largest) throw new Fault('home/file-unreadable', `${path} cannot be read: it is larger than 50 MB.`);
    parts.push(part.subarray(0, bytesRead));
  }
}
