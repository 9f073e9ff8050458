import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { Clock, Log } from '../ports.ts';

/** What the activity log needs. */
export interface ActivityPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder of the log; it may be absent. */
  folder(): string;
}
