import type { SetChange } from '../lib/file-set.ts';

/** One file of a switch as it was and as it is to be. */
export interface SwitchedFile extends SetChange {
  /** Name of its copy among the backups. */
  readonly backupName: string;
}

/** The user registry before and after a visit is recorded. */
export interface RegistryChange {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
}
