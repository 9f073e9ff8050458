import { serviceNames } from '../../src-shared/docker.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Log } from '../ports.ts';
import type { HomeReader } from './reader.ts';

/** Removes what dead processes left half written in the folders of a home: it is nobody's any more, and may hold a key. */
export async function clearHomeDrafts(
  reader: Pick<HomeReader, 'folders' | 'dataRoot'>,
  { files, journal, log }: { readonly files: Files; readonly journal: Journal; readonly log: Log },
): Promise<void> {
  const { path, desktop, services } = reader.folders();
  const root = await reader.dataRoot();
  const folders = [path, desktop, root.path, ...serviceNames.map((name) => services[name].folder)];
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
