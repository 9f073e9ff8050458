import { type BackupsFeature, createBackups } from './backups/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Disk } from './lib/disk.ts';
import type { Files } from './lib/files.ts';
import type { OwnerLock } from './lib/owner-lock.ts';
import { createMigration, type MigrationFeature } from './migration/index.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';

/** What backups and migration are made of. */
export interface BackupsParts {
  readonly ports: Pick<Ports, 'surroundings' | 'clock' | 'log'>;
  readonly files: Files;
  readonly home: Pick<HomeFeature, 'folders' | 'dataRoot'>;
  readonly operations: Pick<Operations, 'hold'>;
  readonly lock: OwnerLock;
  readonly disk: Disk;
}

/** What moves the home's files as a whole, and what it does at a start. */
export interface JoinedBackups {
  readonly backups: BackupsFeature;
  readonly migration: MigrationFeature;
  /** Undoes what was cut off, unless another process is at work; to be called once the home is open. */
  recover(): Promise<void>;
}

/** Hands backups and migration what the home can do, and the migration what the backups can. */
export function joinBackups({ ports, files, home, operations, lock, disk }: BackupsParts): JoinedBackups {
  const { clock, log, surroundings } = ports;
  const common = { disk, files, clock, log, folders: home.folders, hold: operations.hold };
  const backups = createBackups({
    ...common,
    version: surroundings.version,
    dataRoot: async () => (await home.dataRoot()).path,
  });
  const migration = createMigration({
    ...common,
    homeFolder: surroundings.homeFolder,
    seedFolder: surroundings.seedFolder,
    keep: backups.keep,
    bringBack: backups.bringBack,
  });
  return {
    backups,
    migration,
    async recover() {
      try {
        for (const feature of [backups, migration]) {
          if (!(await feature.pending())) continue;
          const release = await lock.hold('putting files in order');
          try {
            for (const done of await feature.recover()) log.warn(done);
          } finally {
            await release();
          }
        }
      } catch (cause) {
        // Somebody else is at work, or the disk fails: the next start looks again.
        log.error('what was cut off could not be put in order', cause);
      }
    },
  };
}
