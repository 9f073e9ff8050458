import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import type { Files } from '../lib/files.ts';
import { userFolders } from '../lib/user-paths.ts';

/**
 * Makes the folders of a user below the data root. No id and no link may lead outside (spec 2.3).
 * Faults: `users/id-unsafe`, `users/folder-outside`, `home/unwritable`.
 */
export async function makeUserFolders(dataRoot: string, backend: string, id: string, files: Files): Promise<void> {
  const why = whyUnsafe(id);
  if (why !== null) throw new Fault('users/id-unsafe', `"${id}" cannot be a user id: ${why}.`);
  await files.makeFolder(dataRoot);
  const root = await realpath(dataRoot);
  // One after another: a folder is checked before anything is made inside it.
  for (const folder of userFolders(dataRoot, backend, id)) {
    const kind = await files.kind(folder);
    if (kind === 'link' || kind === 'file' || kind === 'other') {
      throw new Fault('users/folder-outside', `${folder} is no folder of its own but a ${kind}.`);
    }
    await files.makeFolder(folder);
    const inside = relative(root, await realpath(folder));
    if (inside.startsWith(`..${sep}`) || inside === '..' || inside === '') {
      throw new Fault('users/folder-outside', `${folder} leads outside the data folder ${dataRoot}.`);
    }
  }
}
