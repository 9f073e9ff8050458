import * as z from 'zod';
import type { RestoreReport } from './backups.ts';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';

/**
 * What happens to a file: `copy` (not in the home yet), `replace` (the home's is overwritten), `rewrite` (its paths are
 * set to the home), `keep` (the home's stays), `skip` (not taken). Nothing ever happens to the source.
 */
export const migrationActions = ['copy', 'replace', 'rewrite', 'keep', 'skip'] as const;
/** What happens to a file. */
export type MigrationAction = (typeof migrationActions)[number];

/** One file of a plan. */
export interface PlannedFile {
  /** Below source and home alike, with slashes. */
  readonly path: string;
  readonly action: MigrationAction;
  /** Why, in words. */
  readonly reason: string;
  /** Bytes in the source; of the home's own file where the source has none. */
  readonly size: number;
  /** True where source and home both have the file and they differ. */
  readonly conflict: boolean;
}

/** What a migration would do; making it changes nothing. */
export interface MigrationPlan {
  /** A fingerprint of source, home and plan: it stays the same as long as all of them do. */
  readonly id: string;
  readonly from: string;
  readonly home: string;
  /** A project folder, another home, or this home itself, whose compose files point elsewhere. */
  readonly kind: 'project' | 'home' | 'paths';
  readonly files: readonly PlannedFile[];
  readonly counts: Readonly<Record<MigrationAction, number>>;
  /** Bytes that are written. */
  readonly bytes: number;
  /** What a person should know, such as paths that lead to something that is not moved. */
  readonly remarks: readonly string[];
}

/** How a migration ended. On failure the home is as it was. */
export interface MigrationReport {
  readonly success: boolean;
  readonly from: string;
  readonly home: string;
  readonly counts: MigrationPlan['counts'];
  readonly remarks: readonly string[];
  /** The backup of the home before, to roll back to; null where nothing was changed. */
  readonly backup: string | null;
  /** Files that an earlier, cancelled run had copied already. */
  readonly resumed: number;
  readonly ms: number;
  /** Why it failed; absent on success. */
  readonly error?: AppError;
}

/** The parts of a running migration. */
export type MigrationPhase = 'check' | 'copy' | 'backup' | 'move';

/** No migration (with the last report of this run of the app, and what was cancelled and can be resumed), or a running one. */
export type MigrationState =
  | {
      readonly state: 'idle';
      readonly last: MigrationReport | null;
      readonly paused: { readonly planId: string; readonly from: string } | null;
    }
  | {
      readonly state: 'running';
      readonly planId: string;
      readonly from: string;
      readonly phase: MigrationPhase;
      /** Files. */
      readonly done: number;
      readonly total: number;
      readonly cancellable: boolean;
    };

/** Where to migrate from, and whose file wins where both have one. */
export const migrationRequest = z.object({
  /** An absolute path, or one that begins with `~`. */
  from: z.string().min(1).max(4096),
  conflicts: z.enum(['keep', 'replace']).default('keep'),
});
/** Where to migrate from, parsed. */
export type MigrationRequest = z.output<typeof migrationRequest>;

/** The migration domain: moving in from a project folder or another home (spec 1.8). */
export const migration = {
  get: call(none).returns<MigrationState>(),
  plan: call(migrationRequest).returns<MigrationPlan>(),
  /** Does what a plan says, or goes on with a cancelled one; answers with the report, also for a failure. */
  start: call(z.object({ planId: z.string().min(1).max(100) })).returns<MigrationReport>(),
  /** Stops a running one, to be resumed; forgets a stopped one. */
  cancel: call(none).returns<MigrationState>(),
  /** Makes the home what it was before a migration, by the backup of its report. */
  rollback: call(z.object({ backupId: z.string().min(1).max(200) })).returns<RestoreReport>(),
  onChanged: event<MigrationState>(),
};
