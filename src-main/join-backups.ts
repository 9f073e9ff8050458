import { type BackupsFeature, createBackups } from './backups/index.ts';
import type { HomeFeature } from './home/index.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { OwnerLock } from './lib/owner-lock.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';

/** What the backups are made of. */
export interface BackupsParts {
  readonly ports: Ports;
  readonly files: Files;
  readonly home: HomeFeature;
  readonly operations: Operations;
  readonly lock: OwnerLock;
  /** The computer's own, if left out. */
  readonly disk?: Disk;
}

/** What keeps the home's files safe, and what it does at a start. */
export interface JoinedBackups {
  readonly backups: BackupsFeature;
  /** Undoes what was cut off, unless another process is at work; to be called once the home is open. */
  recover(): Promise<void>;
}

/** Hands the backups what the home can do. */
export function joinBackups({ ports, files, home, operations, lock, disk = realDisk }: BackupsParts): JoinedBackups {
  const { clock, log, surroundings } = ports;
  const backups = createBackups({
    disk,
    files,
    clock,
    log,
    version: surroundings.version,
    folders: home.folders,
    dataRoot: async () => (await home.dataRoot()).path,
    hold: operations.hold,
  });
  return {
    backups,
    async recover() {
      try {
        if (!(await backups.pending())) return;
        const release = await lock.hold('putting files in order');
        try {
          for (const done of await backups.recover()) log.warn(done);
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
