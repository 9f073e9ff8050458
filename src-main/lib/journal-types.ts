import type { Clock, Log } from '../ports.ts';
import type { Disk } from './disk.ts';

/** One file as it must be now and as it is to be; `null` is an absent file. */
export interface FileChange {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  /** Permission bits of a file that is not there yet, 0600 if left out; one that is there keeps its own. */
  readonly mode?: number;
}

/** What became of something that was cut off. */
export interface Recovered {
  /** What was being done, as `apply` was told. */
  readonly what: string;
  /** `stuck`: the disk refused; it is tried again at the next start. */
  readonly outcome: 'finished' | 'undone' | 'stuck';
  /** Files left as they are because another program wrote them meanwhile; for `stuck` the reason. */
  readonly details: readonly string[];
}

/** What the journal needs. */
export interface JournalPorts {
  readonly disk: Disk;
  /** Where the records are kept, asked at each use: `<home>/desktop/journal`. */
  folder(): string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}
