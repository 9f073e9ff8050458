import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { access, link, lstat, mkdir, open, readdir, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { isErrno } from './file-fault.ts';
import { swapNames } from './swap-names.ts';

/** What is at a path; a link is told as a link, wherever it leads. */
export type FileKind = 'file' | 'folder' | 'link' | 'other';

/** What the disk says of a path. */
export interface DiskEntry {
  readonly kind: FileKind;
  /** The permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes. */
  readonly size: number;
  /** When it was written last, or a name in it given or taken: milliseconds, to be compared only. */
  readonly changedAt: number;
  /** Another one whenever the content, the names in it, the mode or the owner are; only to be compared, see `stampOf`. */
  readonly stamp: string;
  /** When the stamp became this one: milliseconds, with a fraction where the file system is that exact. */
  readonly stampedAt: number;
}

/** An open file; reads and writes go on where the last one ended. */
export interface DiskFile {
  stat(): Promise<DiskEntry>;
  /**
   * The next bytes, at most `limit`; none at the end.
   * @param into at least `limit` bytes that may be used for them, so that many readings take no new memory each
   */
  read(limit: number, into?: Uint8Array): Promise<Uint8Array>;
  /** The bytes at a place of the file, fewer than `length` only at its end; `read` goes on where it was. */
  readAt(position: number, length: number): Promise<Uint8Array>;
  /** Writes all of the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  /** After this the bytes, the mode and the owner outlast a power cut; the name does not, see `syncFolder`. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The operations on files below home and data root, one a system call, so that a recorder can take the disk's place.
 * Everything rejects with the system's own error (`code` ENOENT and so on).
 */
export interface Disk {
  /** Opens what is there for reading; never waits, not even for the writer of a pipe. */
  open(path: string): Promise<DiskFile>;
  /** Makes a file that was not there. */
  create(path: string, mode: number): Promise<DiskFile>;
  /** Opens a file that is there for writing at its end. */
  append(path: string): Promise<DiskFile>;
  /** Replaces what is at `to`, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Lets two files change places in one step; ENOENT where one of them is not there. */
  swap(one: string, other: string): Promise<void>;
  /** A second name of a file; EEXIST where the name is taken. */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** One folder; its parent must be there. */
  mkdir(path: string, mode: number): Promise<void>;
  rmdir(path: string): Promise<void>;
  /** After this the names in the folder, made, replaced and gone, outlast a power cut. */
  syncFolder(folder: string): Promise<void>;
  lstat(path: string): Promise<DiskEntry>;
  /** The same of what a link leads to. */
  stat(path: string): Promise<DiskEntry>;
  /** The path without links, all of which must be there. */
  realpath(path: string): Promise<string>;
  /** The names in a folder, in no order. */
  list(folder: string): Promise<readonly string[]>;
  /** Rejects where this account may not write there, or nobody may. */
  mayWrite(path: string): Promise<void>;
}

const onWindows = process.platform === 'win32';

/** The computer's own disk. Windows has neither modes nor owners nor a way to sync a folder: there they are left out. */
export const realDisk: Disk = {
  // Non-blocking, because opening a named pipe would wait for a writer; absent on Windows.
  open: async (path) => fileOf(await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))),
  create: async (path, mode) => fileOf(await open(path, 'wx', mode)),
  append: async (path) => fileOf(await open(path, constants.O_WRONLY | constants.O_APPEND)),
  rename,
  swap: swapNames,
  link,
  unlink,
  async mkdir(path, mode) {
    await mkdir(path, { mode });
  },
  rmdir,
  syncFolder,
  lstat: async (path) => entryOf(await lstat(path)),
  stat: async (path) => entryOf(await stat(path)),
  realpath: (path) => realpath(path),
  list: (folder) => readdir(folder),
  mayWrite: (path) => access(path, constants.W_OK),
};

function fileOf(handle: FileHandle): DiskFile {
  return {
    stat: async () => entryOf(await handle.stat()),
    async read(limit, into) {
      // Not filled with zeros first, and of a memory of its own: what is not read is never seen.
      const part = into ?? Buffer.allocUnsafeSlow(limit);
      const { bytesRead } = await handle.read(part, 0, limit, null);
      return part.subarray(0, bytesRead);
    },
    async readAt(position, length) {
      const part = Buffer.alloc(length);
      let done = 0;
      for (let got = 1; got > 0 && done < length; done += got) {
        got = (await handle.read(part, done, length - done, position + done)).bytesRead;
      }
      return part.subarray(0, done);
    },
    async write(bytes) {
      for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done)).bytesWritten;
    },
    async chmod(mode) {
      if (!onWindows) await handle.chmod(mode);
    },
    async chown(uid, gid) {
      if (!onWindows) await handle.chown(uid, gid);
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function entryOf(stats: Stats): DiskEntry {
  const kind = stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  return {
    kind,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    changedAt: stats.mtimeMs,
    stamp: [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':'),
    stampedAt: stats.ctimeMs,
  };
}

async function syncFolder(folder: string): Promise<void> {
  if (onWindows) return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems refuse it; what was done to the names is done all the same.
    if (!isErrno(cause, 'EINVAL', 'ENOTSUP', 'EBADF')) throw cause;
  } finally {
    await handle.close();
  }
}
