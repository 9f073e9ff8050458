import { basename, dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unreadable } from '../lib/file-fault.ts';
import { lookAt } from '../lib/file-tree.ts';
import { stampOf } from '../lib/stamp.ts';
import type { UsersPorts } from './ports.ts';

/** Names that begin so are the app's own, for what it moves aside beside the users' folders. */
export const ownPrefix = '.persag-';

/** Where the users' folders are: `<data root>/<storage back end>`. */
export async function usersFolder({ dataPlace }: Pick<UsersPorts, 'dataPlace'>): Promise<string> {
  const { root, backend } = await dataPlace();
  return join(root.path, backend);
}

/** The names in it but the app's own; none where it is absent. Fault: `home/file-unreadable`. */
export async function folderNames(ports: Pick<UsersPorts, 'dataPlace' | 'disk'>): Promise<ReadonlySet<string>> {
  const folder = await usersFolder(ports);
  try {
    return new Set((await ports.disk.list(folder)).filter((name) => !name.startsWith(ownPrefix)));
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return new Set();
    throw unreadable(folder, cause);
  }
}

/** The names of the users' folders, listed anew only where one came or went. */
export interface FolderList {
  /** The same set as long as the names are the same. Fault: `home/file-unreadable`. */
  names(): Promise<ReadonlySet<string>>;
}

/** Makes a list that remembers: ten thousand names take longer than all else that a look at the users does. */
export function createFolderList(ports: Pick<UsersPorts, 'dataPlace' | 'disk'>): FolderList {
  let known: { readonly folder: string; readonly stamp: string | null; readonly names: ReadonlySet<string> } | null =
    null;
  return {
    async names() {
      const folder = await usersFolder(ports);
      // Asked before the list is: what changes meanwhile is seen the next time.
      const entry = await lookAt(ports.disk, folder);
      const stamp = entry === null ? null : stampOf(entry);
      if (known?.folder === folder && stamp !== null && known.stamp === stamp) return known.names;
      const names = await folderNames(ports);
      const same = known?.folder === folder && sameNames(known.names, names) ? known.names : names;
      known = { folder, stamp, names: same };
      return same;
    },
  };
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

/**
 * The folder with a user's data, null where there is none. The name has to be one that can stand in the list of the
 * users' folders, and stand there exactly: no id, however odd, leads anywhere else. Fault: `users/folder-outside` where it is a link or no folder, or
 * the way to it leads out of the data root.
 */
export async function findUserFolder(
  ports: Pick<UsersPorts, 'dataPlace' | 'disk'>,
  id: string,
): Promise<string | null> {
  const { root, backend } = await ports.dataPlace();
  const { disk } = ports;
  const above = join(root.path, backend);
  const folder = join(above, id);
  if (dirname(folder) !== above || basename(folder) !== id || id.startsWith(ownPrefix)) return null;
  try {
    const kind = (await lookAt(disk, folder))?.kind;
    if (kind === undefined) return null;
    if (kind !== 'folder') throw outside(folder, kind === 'link' ? 'is a link' : 'is no folder');
    const expected = join(await disk.realpath(root.path), backend, id);
    const real = await disk.realpath(folder);
    // A disk without letter case finds it under another spelling: that folder is another id's.
    if (real !== expected && real.toLowerCase() === expected.toLowerCase()) return null;
    if (real !== expected) throw outside(folder, `does not lie in ${root.path}`);
    return folder;
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function outside(folder: string, why: string): Fault {
  return new Fault('users/folder-outside', `${folder} ${why}, so it is not touched.`);
}
