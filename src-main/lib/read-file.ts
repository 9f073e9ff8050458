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
  // Room for one byte more than it had a moment ago: what comes back short of that is known to be all of it. Else it is
  // read to its end, as another program may be writing.
  for (let room = Math.min(found.size + 1, largest); ; room = 64 * 1024) {
    const part = Buffer.allocUnsafe(room);
    const { bytesRead } = await handle.read(part, 0, room, null);
    total += bytesRead;
    if (total > largest) throw new Fault('home/file-unreadable', `${path} cannot be read: it is larger than 50 MB.`);
    parts.push(part.subarray(0, bytesRead));
    if (bytesRead === 0 || (total === found.size && bytesRead < room)) return Buffer.concat(parts, total);
  }
}
