import { basename, dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import type { Files } from '../lib/files.ts';
import { settled } from '../lib/settled.ts';
import { userFolders } from '../lib/user-paths.ts';

/**
 * The folders of a user that are not there, the outermost first; none is made. Faults: those of `makeUserFolders` but for
 * the last.
 */
export async function foldersToMake(
  dataRoot: string,
  backend: string,
  userId: string,
  files: Files,
): Promise<readonly string[]> {
  return (await usableFolders(dataRoot, backend, userId, files)).missing;
}

/**
 * Makes the folders of a user. Refuses links below the data root: one could lead to another user's data or out of it
 * (spec 2.3). Faults: `users/id-unsafe`, `users/folder-outside`, `home/unwritable`.
 */
export async function makeUserFolders(dataRoot: string, backend: string, userId: string, files: Files): Promise<void> {
  const { missing } = await usableFolders(dataRoot, backend, userId, files);
  await settled(missing.map((folder) => files.makeFolder(folder)));
}

/** All looked at before the first is made, so that a refusal leaves nothing behind. */
async function usableFolders(
  dataRoot: string,
  backend: string,
  userId: string,
  files: Files,
): Promise<{ readonly missing: readonly string[] }> {
  const why = whyUnsafe(userId);
  if (why !== null) throw new Fault('users/id-unsafe', `No folders are made for "${userId}": ${why}.`);
  const folders = userFolders(dataRoot, backend, userId);
  const [, ...isThere] = await Promise.all(
    [join(dataRoot, backend), ...folders].map((folder) => isRealFolder(folder, files)),
  );
  return { missing: folders.filter((_folder, index) => isThere[index] !== true) };
}

/**
 * Makes sure that an id is one name below the back end's folder, whatever upstream let through: `..` would be the
 * whole data root. Fault: `users/id-unsafe`.
 */
export function refuseStrayId(dataRoot: string, backend: string, userId: string): void {
  const folder = join(dataRoot, backend);
  const own = join(folder, userId);
  if (dirname(own) === folder && basename(own) === userId && userId !== '') return;
  throw new Fault('users/id-unsafe', `The id "${userId}" would lead out of ${folder}.`);
}

/** False where there is nothing. Fault: `users/folder-outside` where there is something else. */
async function isRealFolder(folder: string, files: Files): Promise<boolean> {
  const kind = await files.kind(folder);
  if (kind === 'link')
    throw new Fault('users/folder-outside', `${folder} is a link, and links are not followed there.`);
  if (kind === 'file' || kind === 'other') throw new Fault('users/folder-outside', `${folder} is not a folder.`);
  return kind === 'folder';
}
