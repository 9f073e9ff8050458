import { serviceNames } from '../../src-shared/docker.ts';
import type { Files } from '../lib/files.ts';
import type { Log } from '../ports.ts';
import type { HomeReader } from './reader.ts';

/** Removes what dead processes left half written in the folders of a home: it is nobody's any more, and may hold a key. */
export async function clearHomeDrafts(
  reader: Pick<HomeReader, 'folders' | 'dataRoot'>,
  files: Files,
  log: Log,
): Promise<void> {
  const { path, desktop, services } = reader.folders();
  const root = await reader.dataRoot();
  const folders = [path, desktop, root.path, ...serviceNames.map((name) => services[name].folder)];
  await Promise.all(
    folders.map((folder) =>
      files.clearDrafts(folder).catch((cause) => log.warn(`drafts stay in ${folder}: ${String(cause)}`)),
    ),
  );
}
