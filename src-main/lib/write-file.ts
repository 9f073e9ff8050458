import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unwritable } from './file-fault.ts';

const onWindows = process.platform === 'win32';
/** A virus scanner or indexer holds a fresh file for moments; longer than this is somebody else's lock. */
const renameLimit = 2000;

/**
 * Replaces a file so that a reader, or the next start after a power cut, finds the old bytes or the new, never a part.
 * Mode and owner of an old file stay; `newMode` is for one that is not there. Fault: `home/unwritable`.
 */
export async function writeAtomically(path: string, bytes: Uint8Array, newMode: number): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.draft`);
  try {
    const old = await replaceable(path);
    await writeDraft(draft, bytes, old, newMode);
    await renamePatiently(draft, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(path, cause);
  }
}

async function replaceable(path: string): Promise<Stats | null> {
  try {
    const found = await lstat(path);
    if (found.isFile()) return found;
    // Replacing a link would cut it off from its target; writing through it would write somewhere nobody looked at.
    const what = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'no plain file';
    throw new Fault('home/unwritable', `${path} cannot be written: it is ${what}.`);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return null;
    throw cause;
  }
}

async function writeDraft(draft: string, bytes: Uint8Array, old: Stats | null, newMode: number): Promise<void> {
  const mode = old === null ? newMode : old.mode & 0o7777;
  const handle = await open(draft, 'wx+', 0o600);
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await handle.write(bytes, done)).bytesWritten;
    }
    if (!onWindows) {
      if (old !== null) await keepOwner(handle, old);
      await handle.chmod(mode);
    }
    await handle.sync();
    await readBack(handle, draft, bytes);
  } finally {
    await handle.close();
  }
}

/** Before the rename, so that a disk that lies costs the draft and not the file. */
async function readBack(handle: FileHandle, draft: string, bytes: Uint8Array): Promise<void> {
  const back = Buffer.alloc(bytes.length + 1);
  let total = 0;
  for (let last = -1; last !== 0 && total < bytes.length; total += last) {
    last = (await handle.read(back, total, back.length - total, total)).bytesRead;
  }
  if (!back.subarray(0, total).equals(bytes)) {
    throw new Fault('home/unwritable', `${draft} was written, but other bytes came back from the disk.`);
  }
}

/** Only root can give files away; another account keeps at least the group, so that a shared home stays shared. */
async function keepOwner(handle: FileHandle, old: Stats): Promise<void> {
  const mine = await handle.stat();
  if (mine.uid === old.uid && mine.gid === old.gid) return;
  for (const uid of [old.uid, mine.uid]) {
    try {
      await handle.chown(uid, old.gid);
      return;
    } catch (cause) {
      if (!isErrno(cause, 'EPERM')) throw cause;
    }
  }
}

async function renamePatiently(from: string, to: string): Promise<void> {
  const giveUpAt = performance.now() + renameLimit;
  for (let pause = 10; ; pause *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (cause) {
      const passing = isErrno(cause, 'EBUSY') || (onWindows && isErrno(cause, 'EPERM', 'EACCES'));
      if (!passing || performance.now() + pause > giveUpAt) throw cause;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Makes the rename itself last through a power cut; Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (onWindows) return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems refuse it; the rename is done all the same.
    if (!isErrno(cause, 'EINVAL', 'ENOTSUP', 'EBADF')) throw cause;
  } finally {
    await handle.close();
  }
}
