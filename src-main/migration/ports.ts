import type { RestoreReport } from '../../src-shared/backups.ts';
import type { Disk } from '../lib/disk.ts';
import type { SwapFolder } from '../lib/file-swap.ts';
import type { Files } from '../lib/files.ts';
import type { Clock, Log } from '../ports.ts';

/** What the migration needs of the rest of the app. */
export interface MigrationPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** The person's own folder, for `~`. */
  readonly homeFolder: string;
  /** The files a new home starts from: those nobody edited may be replaced. */
  readonly seedFolder: string;
  folders(): { readonly path: string; readonly desktop: string };
  /** Keeps other operations on the home away, in this process and others. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
  /** A verified backup of the home; answers with its id. */
  keep(request: {
    readonly reason: string;
    readonly absent: { readonly files: readonly string[]; readonly folders: readonly SwapFolder[] };
    readonly also: readonly string[];
  }): Promise<string>;
  /** Restores a backup, for whom the home is held already. Faults: `backups/unknown`, `backups/damaged`. */
  bringBack(id: string): Promise<RestoreReport>;
}
