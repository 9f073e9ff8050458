import * as z from 'zod';
import { call, event, none } from './define.ts';

/** What is known of a backup's files. `readable` has its files in their sizes; only `good` had its hashes compared. */
export type BackupCondition =
  | { readonly state: 'readable' }
  | { readonly state: 'good' /** ISO time. */; readonly checkedAt: string }
  | { readonly state: 'damaged'; readonly problems: readonly string[] };

/** A backup this app made: a folder of files with a manifest. */
export interface Backup {
  /** The name of its folder. */
  readonly id: string;
  /** ISO time; null where the manifest cannot be read and the name does not tell. */
  readonly createdAt: string | null;
  readonly reason: string;
  readonly appVersion: string | null;
  readonly files: number;
  /** Bytes of all files. */
  readonly size: number;
  readonly condition: BackupCondition;
}

/** A copy that the Python agent's scripts or a switch made; it has no hashes, so it is shown and left alone. */
export interface ForeignBackup {
  /** Its path below the backups folder, with slashes. */
  readonly path: string;
  readonly kind: 'env file' | 'service folder' | 'user data';
  /** What it is a copy of: a service folder and a file of it, a folder, or the id of a user. */
  readonly subject: string;
  /** Local time as the name tells it, ISO without a zone. */
  readonly madeAt: string;
  /** Bytes; null for a folder. */
  readonly size: number | null;
}

/** What of the backups is kept: the newest `count` and all of the last `days`; the newest good one in any case. */
export const retention = z.object({
  count: z.number().int().min(1).max(1000),
  days: z.number().int().min(0).max(3650),
});
/** What of the backups is kept. */
export type Retention = z.output<typeof retention>;

/** All backups, the newest first. */
export interface BackupsState {
  readonly folder: string;
  readonly backups: readonly Backup[];
  readonly foreign: readonly ForeignBackup[];
  readonly retention: Retention;
  /** Why the kept setting could not be read, null where it was; the usual one is shown then and nothing is removed. */
  readonly retentionTrouble: string | null;
}

/**
 * One file of a backup against the present: `same`, `changed`, `missing` (in the backup, not there now), `added` (there
 * now, not in the backup; `removes` tells whether restoring takes it away).
 */
export interface BackupDiffFile {
  readonly path: string;
  readonly change: 'same' | 'changed' | 'missing' | 'added';
  /** True for an added file that the backup knows as not there. */
  readonly removes: boolean;
  /** What restoring does to the text, in the unified form, secrets masked; null where it is no short text. */
  readonly diff: string | null;
}

/** A backup against the present. */
export interface BackupDiff {
  readonly id: string;
  readonly files: readonly BackupDiffFile[];
}

/** What a restore did. Paths are relative to the home. */
export interface RestoreReport {
  readonly id: string;
  readonly restored: readonly string[];
  readonly removed: readonly string[];
  /** Files that were as in the backup already. */
  readonly unchanged: number;
  /** The backup of the state before; null where nothing had to change. */
  readonly backup: string | null;
}

const backupId = z.string().min(1).max(200);

/** The backups domain: copies of the home's files, made before changes and by hand. */
export const backups = {
  list: call(none).returns<BackupsState>(),
  create: call(z.object({ reason: z.string().trim().min(1).max(100).default('by hand') })).returns<Backup>(),
  /** Reads every file and compares its hash. */
  verify: call(z.object({ id: backupId })).returns<Backup>(),
  diff: call(z.object({ id: backupId })).returns<BackupDiff>(),
  /** Brings files back, all of the backup or those named; the present state is backed up first. */
  restore: call(z.object({ id: backupId, files: z.array(z.string()).min(1).optional() })).returns<RestoreReport>(),
  setRetention: call(retention).returns<BackupsState>(),
  /** Removes what the setting does not keep; answers with the ids. */
  prune: call(none).returns<readonly string[]>(),
  onChanged: event<BackupsState>(),
};
