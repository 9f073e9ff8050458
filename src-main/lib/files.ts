import { basename, dirname, join } from 'node:path';
import type { Fault } from '../../src-shared/errors.ts';
import { type Disk, type FileKind, realDisk } from './disk.ts';
import { isErrno, unreadable, unwritable } from './file-fault.ts';
import { makeFolder } from './make-folder.ts';
import { createOwnerLock } from './owner-lock.ts';
import { holdsBytes, readBytes } from './read-file.ts';
import { stampOf } from './stamp.ts';
import { clearDrafts, replaceable, type WriteOptions, writeAtomically } from './write-file.ts';

export type { FileKind } from './disk.ts';

/** The one door to the files below home and data root. */
export interface Files {
  /** The bytes, or null where there is no such file. Fault: `home/file-unreadable` (a folder, over 50 MB, no permission). */
  read(path: string): Promise<Uint8Array | null>;
  /** Whether the file has these very bytes, or is absent where they are null. Fault: as `read`. */
  holds(path: string, bytes: Uint8Array | null): Promise<boolean>;
  /** Tells what is there from whatever comes later, without reading it; null where it cannot, or nothing is there. */
  stamp(path: string): Promise<string | null>;
  /** The bytes as text; bytes that are not UTF-8 become U+FFFD, a byte order mark stays. */
  readText(path: string): Promise<string | null>;
  /**
   * Replaces the file whole or not at all; its mode and owner stay. `mode` is for a new file, 0644 if left out.
   * `before` is what the writer knew to be there, null for nothing: where that is no longer true nothing is written.
   * Faults: `home/unwritable`, also where the path is a link; `home/file-changed`, only with `before`.
   */
  write(path: string, bytes: Uint8Array, options?: Partial<WriteOptions>): Promise<void>;
  exists(path: string): Promise<boolean>;
  kind(path: string): Promise<FileKind | null>;
  /** Makes the folder and those above it that are missing, for this account alone. Fault: `home/unwritable`. */
  makeFolder(path: string): Promise<void>;
  /** The names in a folder, sorted; none where there is no such folder. Fault: `home/file-unreadable`. */
  list(folder: string): Promise<readonly string[]>;
  /**
   * Why a file could not be written, or a folder be made, there; null where nothing speaks against it. A look ahead: it
   * changes nothing, and a full disk shows only when it is full.
   */
  whyUnwritable(path: string): Promise<Fault | null>;
  /** Removes a file; an absent one is no error. Fault: `home/unwritable`. */
  remove(path: string): Promise<void>;
  /**
   * Does some work while no other process of this app does work on the same file; programs that know nothing of it are
   * not kept away. Waits for up to 5 s. Faults: `switching/busy`, `home/unwritable`.
   */
  exclusively<T>(path: string, work: () => Promise<T>): Promise<T>;
  /** Removes what writers that were cut off left in a folder; an absent folder is no error. Fault: `home/unwritable`. */
  clearDrafts(folder: string): Promise<void>;
}

/** Makes the file layer of a disk, the computer's own if left out. */
export function createFiles(disk: Disk = realDisk): Files {
  return {
    read: (path) => readBytes(disk, path),
    holds: (path, bytes) => holdsBytes(disk, path, bytes),
    stamp: (path) => stampAt(disk, path),
    async readText(path) {
      const bytes = await readBytes(disk, path);
      return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    write: (path, bytes, options = {}) => writeAtomically(disk, path, bytes, { mode: 0o644, ...options }),
    exists: async (path) => (await kindOf(disk, path)) !== null,
    kind: (path) => kindOf(disk, path),
    async makeFolder(path) {
      await makeFolder(disk, path).catch((cause) => {
        throw unwritable(path, cause);
      });
    },
    list: (folder) => listFolder(disk, folder),
    whyUnwritable: (path) => whyUnwritable(disk, path),
    remove: (path) => remove(disk, path),
    exclusively: (path, work) => exclusively(disk, path, work),
    async clearDrafts(folder) {
      await clearDrafts(disk, folder).catch((cause) => {
        if (!isErrno(cause, 'ENOENT')) throw unwritable(folder, cause);
      });
    },
  };
}

async function kindOf(disk: Disk, path: string): Promise<FileKind | null> {
  try {
    return (await disk.lstat(path)).kind;
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(path, cause);
  }
}

async function stampAt(disk: Disk, path: string): Promise<string | null> {
  try {
    return stampOf(await disk.stat(path));
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(path, cause);
  }
}

async function listFolder(disk: Disk, folder: string): Promise<readonly string[]> {
  try {
    return [...(await disk.list(folder))].sort();
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return [];
    throw unreadable(folder, cause);
  }
}

async function whyUnwritable(disk: Disk, path: string): Promise<Fault | null> {
  try {
    const kind = await kindOf(disk, path);
    if (kind === 'folder') await disk.mayWrite(path);
    else if (kind === null) await mayWriteAbove(disk, path);
    // Files are replaced, which is a matter of their folder.
    else if (kind === 'file') await disk.mayWrite(dirname(path));
    else await replaceable(disk, path);
    return null;
  } catch (cause) {
    return unwritable(path, cause);
  }
}

/** What is missing is made in the nearest folder that is there. */
async function mayWriteAbove(disk: Disk, path: string): Promise<void> {
  const above = dirname(path);
  if (above === path || (await kindOf(disk, above)) !== null) await disk.mayWrite(above);
  else await mayWriteAbove(disk, above);
}

async function remove(disk: Disk, path: string): Promise<void> {
  try {
    await disk.unlink(path);
    await disk.syncFolder(dirname(path));
  } catch (cause) {
    if (!isErrno(cause, 'ENOENT', 'ENOTDIR')) throw unwritable(path, cause);
  }
}

/** Another process needs moments for what is done under such a lock. */
const patience = 5000;

async function exclusively<T>(disk: Disk, path: string, work: () => Promise<T>): Promise<T> {
  const lock = createOwnerLock(() => join(dirname(path), `.${basename(path)}.lock`), disk);
  const release = await lock.hold(`changing ${path}`, patience);
  try {
    return await work();
  } finally {
    await release();
  }
}
