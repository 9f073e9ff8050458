import { type ArchivesFeature, createArchives } from './archives/index.ts';
import { userSources } from './archives/sources.ts';
import type { HomeFeature } from './home/index.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import type { Ports } from './ports.ts';

/** What the archives are made of. */
export interface ArchivesParts {
  readonly ports: Ports;
  readonly home: Pick<HomeFeature, 'folders' | 'dataRoot' | 'variablesFor'>;
  /** The computer's own, if left out. */
  readonly disk?: Disk;
}

/** Hands the archives what the other features can do, as functions. */
export function joinArchives({ ports, home, disk = realDisk }: ArchivesParts): ArchivesFeature {
  const { surroundings, clock, log, desktop } = ports;
  const storage = async (userId: string) => (await home.variablesFor(userId)).AGNO_STORAGE_DIR ?? '';
  const dataRoot = async () => (await home.dataRoot()).path;
  return createArchives({
    disk,
    clock,
    log,
    desktop,
    version: surroundings.version,
    homeFolder: surroundings.homeFolder,
    sources: userSources({ dataRoot, storage, desktop: () => home.folders().desktop }),
    folders: home.folders,
    dataRoot,
    entry: async (userId) => ({ user_id: userId }),
    inUse: async () => false,
  });
}
