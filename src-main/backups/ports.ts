import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { Clock, Log } from '../ports.ts';

/** What the backups need of the rest of the app. */
export interface BackupsPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly version: string;
  folders(): { readonly path: string; readonly backups: string; readonly desktop: string };
  /** Where users' data is; what of it lies below the home is no part of a backup. */
  dataRoot(): Promise<string>;
  /** Keeps other operations on the home away, in this process and others. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
}
