import { join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Log } from '../ports.ts';
import type { HomeReader } from './reader.ts';

/** Where copies of single files are kept. Whole backups are not looked through: there may be many of them, each of any size. */
const copyFolders = ['registry', 'docker_env_backups', 'deleted-users'];

/** Removes what dead processes left half written in the folders of a home: it is nobody's any more, and may hold a key. */
export async function clearHomeDrafts(
  reader: Pick<HomeReader, 'folders' | 'dataRoot'>,
  { files, journal, log }: { readonly files: Files; readonly journal: Journal; readonly log: Log },
): Promise<void> {
  const { path, backups, desktop, services } = reader.folders();
  const root = await reader.dataRoot();
  const folders = [
    ...[path, root.path, backups, desktop],
    ...serviceNames.map((name) => services[name].folder),
    ...copyFolders.map((name) => join(backups, name)),
    ...(await foldersIn(files, desktop)),
    // A folder a user, or one for all of them.
    ...(await foldersIn(files, join(desktop, 'settings'))),
    ...(await foldersIn(files, join(desktop, 'secrets'))),
  ];
  await Promise.all(
    folders.map(async (folder) => {
      try {
        await files.clearDrafts(folder);
        if (await files.exists(folder)) await journal.clearStaged(folder);
      } catch (cause) {
        log.warn(`drafts stay in ${folder}: ${String(cause)}`);
      }
    }),
  );
}

async function foldersIn(files: Files, folder: string): Promise<readonly string[]> {
  // One that cannot be listed is told of where its own drafts are looked for.
  const names = await files.list(folder).catch(() => []);
  const paths = names.map((name) => join(folder, name));
  const kinds = await Promise.all(paths.map((path) => files.kind(path)));
  return paths.filter((_path, index) => kinds[index] === 'folder');
}
