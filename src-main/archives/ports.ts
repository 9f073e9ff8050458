import type { ArchivePart } from '../../src-shared/archives.ts';
import type { Disk } from '../lib/disk.ts';
import type { Clock, Desktop, Log } from '../ports.ts';

/** A user as the registry has them: the fields this app does not know too. */
export type Entry = Readonly<Record<string, unknown>> & { readonly user_id: string };

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
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** The person's own folder, for `~`. */
  readonly homeFolder: string;
  /** The windows of the system for choosing files; null on the command line. */
  readonly desktop: Pick<Desktop, 'chooseArchive' | 'chooseNewArchive'> | null;
  readonly sources: readonly ArchiveSource[];
  folders(): { readonly path: string; readonly backups: string };
  dataRoot(): Promise<string>;
  /** The registry's entry, whatever the letter case. Fault: `users/unknown`, `users/registry-unreadable`. */
  entry(userId: string): Promise<Entry>;
  /** Whether the user's folder is, or may be, in use: they are current, or a container mounts it. */
  inUse(userId: string): Promise<boolean>;
}
