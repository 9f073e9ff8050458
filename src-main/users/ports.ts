import type { Unsubscribe } from '../../src-shared/define.ts';
import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Clock, Log } from '../ports.ts';

/** What the users feature needs of the rest of the app. */
export interface UsersPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** The folders of backups and of what the app itself keeps. */
  folders(): { readonly backups: string; readonly desktop: string };
  /** Where users' data is, and the storage back end's part of each path; asked at each use. */
  dataPlace(): Promise<{ readonly root: { readonly path: string }; readonly backend: string }>;
  /** Where users_registry.json is, asked at each use. */
  registryFile(): Promise<string>;
  /** Null where env.userid cannot be read. */
  currentUserId(): Promise<string | null>;
  /** Faults: `users/folder-outside`, `home/unwritable`. */
  prepareUserFolders(id: string): Promise<void>;
  /**
   * The containers that would lose their data with these folders, `root` being the data root. Faults: `docker/not-found`
   * where there is no engine at all, others where it cannot be asked.
   */
  usesOf(
    folders: readonly { readonly folder: string; readonly root: string }[],
  ): Promise<readonly { readonly container: string; readonly running: boolean }[]>;
  /** Removes what stands before a switch to a user who is gone: the next one of that id must not be locked out. */
  forgetPassphrase(id: string): Promise<void>;
  /** Keeps other operations on the home away, in this process and others. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
  /** Told when the current user or the registry's file may have changed. */
  onOutsideChange(listener: () => void): Unsubscribe;
}
