import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchivesFeature, createArchives } from './archives/index.ts';
import { userSources } from './archives/sources.ts';
import type { DockerFeature } from './docker/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Disk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { OwnerLock } from './lib/owner-lock.ts';
import { userFolderNames } from './lib/user-paths.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';
import type { UsersFeature } from './users/index.ts';

/** What the archives are made of. */
export interface ArchivesParts {
  readonly ports: Ports;
  readonly disk: Disk;
  readonly files: Files;
  readonly home: Pick<HomeFeature, 'folders' | 'dataRoot' | 'dataPlace' | 'variablesFor'>;
  readonly users: Pick<UsersFeature, 'entry' | 'adopt' | 'keep' | 'planDelete'>;
  readonly docker: Pick<DockerFeature, 'usesOf'>;
  readonly operations: Pick<Operations, 'hold'>;
  readonly lock: Pick<OwnerLock, 'hold'>;
  currentUserId(): Promise<string | null>;
}

/** The archives feature, and what it does at a start. */
export interface JoinedArchives {
  readonly archives: ArchivesFeature;
  /** Ends or undoes what was cut off, unless another process is at work; to be called once the home is open. */
  recover(): Promise<void>;
}

/** Hands the archives what the other features can do, as functions. */
export function joinArchives(parts: ArchivesParts): JoinedArchives {
  const { ports, disk, files, home, users, operations, lock } = parts;
  const { surroundings, clock, log, desktop } = ports;
  const dataRoot = async () => (await home.dataRoot()).path;
  const storage = async (userId: string) => (await home.variablesFor(userId)).AGNO_STORAGE_DIR ?? '';
  const archives = createArchives({
    ...{ disk, files, clock, log, desktop, dataRoot },
    version: surroundings.version,
    homeFolder: surroundings.homeFolder,
    sources: userSources({ dataRoot, storage, settings: () => join(home.folders().desktop, 'settings') }),
    folders: home.folders,
    entry: users.entry,
    adopt: users.adopt,
    keep: users.keep,
    obstacles: async (id) => (await users.planDelete({ id, scope: 'everything', backup: true }, byTheApp)).obstacles,
    serviceFolders: userFolderNames,
    hold: operations.hold,
    freeSpace,
    inUse: (userId) => isInUse(parts, userId),
  });
  return {
    archives,
    async recover() {
      try {
        if (!(await archives.pending())) return;
        const release = await lock.hold('bringing imports in order');
        try {
          for (const done of await archives.recover()) log.warn(done);
        } finally {
          await release();
        }
      } catch (cause) {
        // Somebody else is at work, or the disk fails: the next start looks again.
        log.error('imports that were cut off could not be put in order', cause);
      }
    },
  };
}

/** Nobody asked for it from outside. */
const byTheApp = { kind: 'cli', windowId: 0 } as const;

/** Only for a word of warning: where Docker cannot be asked, what the current user is tells enough. */
async function isInUse({ home, docker, currentUserId }: ArchivesParts, userId: string): Promise<boolean> {
  if ((await currentUserId())?.toLowerCase() === userId.toLowerCase()) return true;
  const { root } = await home.dataPlace();
  const folder = (await home.variablesFor(userId)).AGNO_STORAGE_DIR ?? '';
  const uses = await docker.usesOf([{ folder, root: root.path }]).catch(() => []);
  return uses.length > 0;
}

/** Where the folder is not there yet, the one above it tells. */
async function freeSpace(folder: string): Promise<number | null> {
  for (const path of [folder, join(folder, '..')]) {
    const found = await statfs(path).catch(() => null);
    if (found !== null) return found.bavail * found.bsize;
  }
  return null;
}
