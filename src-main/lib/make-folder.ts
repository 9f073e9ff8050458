import { dirname } from 'node:path';
import type { Disk } from './disk.ts';
import { isErrno } from './file-fault.ts';

/**
 * Makes a folder and those above it that are missing, for this account alone, so that they outlast a power cut. Rejects
 * with the system's own error.
 */
export async function makeFolder(disk: Disk, path: string): Promise<void> {
  if (await isFolder(disk, path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(disk, parent);
  try {
    await disk.mkdir(path, 0o700);
  } catch (cause) {
    // Another writer was quicker, or something else has the name.
    if (!isErrno(cause, 'EEXIST') || !(await isFolder(disk, path))) throw cause;
  }
  await disk.syncFolder(parent);
}

/** The folders on the way to `path`, itself included, that are not there; the outermost first. */
export async function missingFolders(disk: Disk, path: string): Promise<readonly string[]> {
  if (await isFolder(disk, path)) return [];
  const parent = dirname(path);
  return parent === path ? [] : [...(await missingFolders(disk, parent)), path];
}

async function isFolder(disk: Disk, path: string): Promise<boolean> {
  try {
    return (await disk.stat(path)).kind === 'folder';
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return false;
    throw cause;
  }
}
