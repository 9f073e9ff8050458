import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { isErrno, unreadable, unwritable } from './file-fault.ts';
import { readBytes } from './read-file.ts';
import { writeAtomically } from './write-file.ts';

/** What is at a path; a link is told as a link, wherever it leads. */
export type FileKind = 'file' | 'folder' | 'link' | 'other';

/** The one door to the files below home and data root. */
export interface Files {
  /** The bytes, or null where there is no such file. Fault: `home/file-unreadable` (a folder, over 50 MB, no permission). */
  read(path: string): Promise<Uint8Array | null>;
  /** The same as text; bytes that are not UTF-8 become U+FFFD, a byte order mark stays. */
  readText(path: string): Promise<string | null>;
  /**
   * Replaces the file whole or not at all; its mode and owner stay. `mode` is for a new file, 0644 if left out.
   * Fault: `home/unwritable`, also where the path is a link.
   */
  write(path: string, bytes: Uint8Array, options?: { readonly mode?: number }): Promise<void>;
  exists(path: string): Promise<boolean>;
  kind(path: string): Promise<FileKind | null>;
  /** Makes the folder and those above it that are missing, for this account alone. Fault: `home/unwritable`. */
  makeFolder(path: string): Promise<void>;
  /** The names in a folder, sorted; none where there is no such folder. Fault: `home/file-unreadable`. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a file; an absent one is no error. Fault: `home/unwritable`. */
  remove(path: string): Promise<void>;
}

/** Makes the file layer of the real disk. */
export function createFiles(): Files {
  return {
    read: readBytes,
    async readText(path) {
      const bytes = await readBytes(path);
      return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    write: (path, bytes, options = {}) => writeAtomically(path, bytes, options.mode ?? 0o644),
    exists: async (path) => (await kindOf(path)) !== null,
    kind: kindOf,
    async makeFolder(path) {
      await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause) => {
        throw unwritable(path, cause);
      });
    },
    list: listFolder,
    async remove(path) {
      await rm(path, { force: true }).catch((cause) => {
        throw unwritable(path, cause);
      });
    },
  };
}

async function kindOf(path: string): Promise<FileKind | null> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return 'link';
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(path, cause);
  }
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return [];
    throw unreadable(folder, cause);
  }
}
