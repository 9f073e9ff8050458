import type { AccessFeature } from './access/index.ts';
import type { DockerFeature } from './docker/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Disk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { Journal } from './lib/journal.ts';
import type { OwnerLock } from './lib/owner-lock.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';
import { createUsers, type UsersFeature } from './users/index.ts';

/** What the users feature is made of. What is a function is made later than it. */
export interface UsersParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly disk: Disk;
  readonly files: Files;
  readonly journal: Journal;
  readonly home: Pick<HomeFeature, 'folders' | 'dataPlace' | 'registryFile' | 'prepareUserFolders' | 'onFiles'>;
  readonly lock: Pick<OwnerLock, 'hold'>;
  currentUserId(): Promise<string | null>;
  docker(): Pick<DockerFeature, 'usesOf'>;
  operations(): Pick<Operations, 'hold'>;
  access(): Pick<AccessFeature, 'forgetUser'>;
  /** Takes away what else is kept of a user who was deleted. */
  forgetSettings(userId: string): Promise<void>;
}

/** The users feature, and what it does at a start. */
export interface JoinedUsers {
  readonly users: UsersFeature;
  /** Ends or undoes what was cut off, unless another process is at work; to be called once the home is open. */
  recover(): Promise<void>;
}

/** Hands the users feature what home, docker and the operations can do. */
export function joinUsers({ ports, disk, files, journal, home, lock, ...parts }: UsersParts): JoinedUsers {
  const { clock, log } = ports;
  const users = createUsers({
    disk,
    files,
    journal,
    clock,
    log,
    folders: home.folders,
    dataPlace: home.dataPlace,
    registryFile: home.registryFile,
    currentUserId: parts.currentUserId,
    prepareUserFolders: home.prepareUserFolders,
    usesOf: (folders) => parts.docker().usesOf(folders),
    hold: (what) => parts.operations().hold(what),
    async forgetPassphrase(id) {
      await parts.access().forgetUser(id);
      // Somebody may have been current, and set something, before they were added.
      if ((await parts.currentUserId())?.toLowerCase() !== id.toLowerCase()) await parts.forgetSettings(id);
    },
    onOutsideChange: home.onFiles,
  });
  return {
    users,
    async recover() {
      try {
        if (!(await users.pending())) return;
        const release = await lock.hold('bringing users in order');
        try {
          for (const done of await users.recoverMoves()) log.warn(done);
        } finally {
          await release();
        }
      } catch (cause) {
        // Somebody else is at work, or the disk fails: the next start looks again.
        log.error('what was cut off could not be put in order', cause);
      }
    },
  };
}
