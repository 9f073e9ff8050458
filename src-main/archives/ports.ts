import type { ArchivePart } from '../../src-shared/archives.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { Clock, Desktop, Log } from '../ports.ts';

/** A user as the registry has them: the fields this app does not know too. */
export type Entry = Readonly<Record<string, unknown>> & { readonly user_id: string };

/** How a user looks in this app; the users feature knows what its values mean. */
export interface Look {
  readonly color: number | null;
  readonly avatar: string | null;
}

/**
 * Files of a user that go into archives together. A feature that keeps files of its own for each user adds one where the
 * features are joined.
 */
export interface ArchiveSource {
  /** The top folder of its files in an archive: small letters, never changed later, as old archives have it. */
  readonly name: string;
  readonly part: ArchivePart;
  /** The folder that the users' own are in; nothing is read or written outside of it. */
  root(): Promise<string>;
  /** The user's own folder, directly or further below the root; several sources may share one. */
  folder(userId: string): Promise<string>;
  /** Whether a file or folder is one of this source's; asked with the path below the user's folder, with slashes. */
  takes(path: string): boolean;
  /** Whether a file holds secrets; `look`: its text tells. */
  secrecy(path: string): 'secret' | 'plain' | 'look';
}

/** What the archives need of the rest of the app. */
export interface ArchivesPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** The person's own folder, for `~`. */
  readonly homeFolder: string;
  /** The windows of the system for choosing files; null on the command line. */
  readonly desktop: Pick<Desktop, 'chooseArchive' | 'chooseNewArchive'> | null;
  readonly sources: readonly ArchiveSource[];
  folders(): { readonly path: string; readonly backups: string; readonly desktop: string };
  dataRoot(): Promise<string>;
  /** The registry's entry, in any letter case, and the look. Faults: `users/unknown`, `users/registry-unreadable`. */
  entry(userId: string): Promise<{ readonly entry: Entry; readonly look: Look }>;
  /**
   * Puts a whole entry into the registry, as a new one or in the place of the one with its id. Faults:
   * `users/already-exists`, `users/unknown`, `users/id-unsafe`, `users/registry-unreadable`.
   */
  adopt(adoption: { readonly entry: Entry; readonly look: Look | null; readonly replace: boolean }): Promise<unknown>;
  /** What keeps a user from being replaced, the worst first; asking takes as long as looking at all of their files. */
  obstacles(userId: string): Promise<readonly AppError[]>;
  /** Backs a user up with their folder, and reads it again; answers with the backup's id. Faults: the obstacles. */
  keep(userId: string): Promise<string>;
  /** The folders that services need in a user's folder below the data root, also where an archive does not have them. */
  readonly serviceFolders: readonly string[];
  /** Keeps other operations on the home away, in this process and others. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
  /** Bytes that are free where a folder is or will be; null where the system does not tell. */
  freeSpace(folder: string): Promise<number | null>;
  /** Whether the user's folder is, or may be, in use: they are current, or a container mounts it. */
  inUse(userId: string): Promise<boolean>;
}
