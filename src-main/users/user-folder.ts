import { join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unreadable } from '../lib/file-fault.ts';
import { lookAt } from '../lib/file-tree.ts';
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

/**
 * The folder with a user's data, null where there is none. The name has to stand in the list of the users' folders
 * exactly: no id, however odd, leads anywhere else. Fault: `users/folder-outside` where it is a link or no folder, or
 * the way to it leads out of the data root.
 */
export async function findUserFolder(
  ports: Pick<UsersPorts, 'dataPlace' | 'disk'>,
  id: string,
): Promise<string | null> {
  if (!(await folderNames(ports)).has(id)) return null;
  const { root, backend } = await ports.dataPlace();
  const { disk } = ports;
  const folder = join(root.path, backend, id);
  try {
    const kind = (await lookAt(disk, folder))?.kind;
    if (kind !== 'folder') throw outside(folder, kind === 'link' ? 'is a link' : 'is no folder');
    const expected = join(await disk.realpath(root.path), backend, id);
    if ((await disk.realpath(folder)) !== expected) throw outside(folder, `does not lie in ${root.path}`);
    return folder;
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function outside(folder: string, why: string): Fault {
  return new Fault('users/folder-outside', `${folder} ${why}, so it is not touched.`);
}
