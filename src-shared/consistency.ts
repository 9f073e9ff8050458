import * as z from 'zod';
import { call, event, none } from './define.ts';
import { type ServiceName, serviceNames } from './docker.ts';
import type { AppError } from './errors.ts';
import type { SyncStepName } from './step-titles.ts';

/** Whether something agrees with the current user; `unknown` where nobody can tell at the moment. */
export type Verdict = 'consistent' | 'inconsistent' | 'unknown';

/** A verdict with its reason: a short sentence with names, lines and paths. */
export interface Judged {
  readonly verdict: Verdict;
  readonly why: string;
}

/** Who is current, as the system says: what everything else is compared with. */
export interface SystemUserCell extends Judged {
  /** The path of env.userid. */
  readonly path: string;
  /** Null where it cannot be read. A stand-in where `source` is `default`: nobody is named. */
  readonly user: string | null;
  readonly source: 'file' | 'environment' | 'default' | null;
}

/** Whom the env file of a service names. */
export interface EnvFileCell extends Judged {
  readonly path: string;
  /** USER_ID in force: of several lines the last. Null where there is none, or the file cannot be read. */
  readonly user: string | null;
  /** The line in force, counted from 1. */
  readonly line: number | null;
  /** That line as it stands in the file. */
  readonly written: string | null;
  /** What is odd about the file and yet harmless here, in sentences. */
  readonly notes: readonly string[];
}

/** Whom the compose file of a service serves, when it is read for the current user. */
export interface ComposeCell extends Judged {
  readonly path: string;
  /** The USER_ID that a container made of it is told once the env file is in line, null for none. */
  readonly user: string | null;
  readonly notes: readonly string[];
}

/** What the engine has for a service; `foreign`: the name belongs to a container that was not made for it. */
export type ContainerState = 'unknown' | 'absent' | 'foreign' | 'stopped' | 'running';

/** What the container of a service was told. */
export interface ContainerCell extends Judged {
  /** Its name; empty where the compose file cannot be read. */
  readonly container: string;
  readonly state: ContainerState;
  /** The USER_ID in its environment, null for none. */
  readonly user: string | null;
}

/** A folder or file inside a container: what the files want there, and what is there. */
export interface ComparedFolder {
  readonly target: string;
  readonly expected: string;
  /** Null where nothing is mounted. */
  readonly actual: string | null;
  /** True where both are the same path, however it is written. */
  readonly same: boolean;
}

/** What the container of a service has mounted. */
export interface MountsCell extends Judged {
  /** Whose folders they are, as far as their paths tell. */
  readonly user: string | null;
  readonly folders: readonly ComparedFolder[];
}

/** One service, side by side. */
export interface ServiceConsistency extends Judged {
  readonly name: ServiceName;
  readonly title: string;
  readonly envFile: EnvFileCell;
  readonly compose: ComposeCell;
  readonly container: ContainerCell;
  readonly mounts: MountsCell;
  /** Why a sync cannot bring its env file in line, null where it can or need not. */
  readonly obstacle: AppError | null;
}

/**
 * One thing a sync does. `create`, `recreate` and `restart` are of containers: a new one where there is none, a new one in
 * the place of the old, the same one stopped and started. `runs`: whether it runs afterwards.
 */
export type SyncAction =
  | { readonly kind: 'make-folders'; readonly paths: readonly string[]; readonly why: string }
  | { readonly kind: 'write-file'; readonly service: ServiceName; readonly path: string; readonly why: string }
  | {
      readonly kind: 'create' | 'recreate' | 'restart';
      readonly service: ServiceName;
      readonly container: string;
      readonly runs: boolean;
      readonly why: string;
    };

/** How a step of a sync does; `undone` means it was done and taken back. */
export type SyncStepState = 'waiting' | 'running' | 'done' | 'failed' | 'undone' | 'skipped';

/** One step of a running or ended sync. */
export interface SyncStep {
  readonly name: SyncStepName;
  readonly state: SyncStepState;
  /** Milliseconds it took, or has taken so far as of the event. */
  readonly ms: number;
}

/** One service in the report of a sync, in upstream's words (seed 002's DockerUserSync), as it is at the end. */
export interface ServiceSyncReport {
  readonly env_file_path: string;
  /** Whom the env file names. */
  readonly docker_user_id: string | null;
  readonly system_user_id: string;
  readonly consistent: boolean;
  readonly container_running: boolean;
  readonly verdict: Verdict;
  readonly why: string;
  readonly actions_performed: readonly string[];
  readonly warnings: readonly string[];
}

/** How a sync ended; scripts rely on the names. A sync that was taken back has `success` false and `error`. */
export interface SyncReport {
  readonly success: boolean;
  readonly system_user_id: string;
  /** How everything is at the end, services that were not asked for included. */
  readonly verdict: Verdict;
  readonly why: string;
  readonly services: Readonly<Partial<Record<ServiceName, ServiceSyncReport>>>;
  readonly actions_performed: readonly string[];
  readonly warnings: readonly string[];
  /** Empty where there was nothing to do. */
  readonly steps: readonly SyncStep[];
  readonly error?: AppError;
}

/** A sync that runs. */
export interface RunningSync {
  readonly services: readonly ServiceName[];
  /** ISO time. */
  readonly startedAt: string;
  readonly steps: readonly SyncStep[];
  readonly cancellable: boolean;
  readonly undoing: boolean;
}

/** System, env files, compose files and containers side by side, and what a sync would do about it. */
export interface ConsistencyState extends Judged {
  readonly system: SystemUserCell;
  /** Why the engine cannot be asked, null where it can. */
  readonly engineProblem: string | null;
  readonly services: readonly ServiceConsistency[];
  /** True while services are being changed: what is seen may be half of it. */
  readonly changing: boolean;
  /** What a sync of both services would do now, in its order; empty where nothing is to be done or can be. */
  readonly actions: readonly SyncAction[];
  readonly running: RunningSync | null;
  /** The last sync of this run of the app. */
  readonly last: { readonly report: SyncReport; readonly endedAt: string } | null;
}

/** A file as a sync would leave it. */
export interface SyncedFile {
  readonly service: ServiceName;
  readonly path: string;
  /** The change in the unified form, secrets masked. */
  readonly diff: string;
}

/** What a sync would do, worked out and not done. */
export interface SyncPlan {
  /** Stands for exactly this plan on exactly these files and containers; to be handed back to `sync`. */
  readonly id: string;
  readonly userId: string;
  readonly services: readonly ServiceName[];
  readonly forceRestart: boolean;
  readonly files: readonly SyncedFile[];
  /** In their order; those of containers happen at the same time. Empty: there is nothing to do. */
  readonly actions: readonly SyncAction[];
  /** Folder that the present env files are copied to first. */
  readonly backups: string;
  /** What the sync leaves as it is, and why. */
  readonly warnings: readonly string[];
}

/** What to sync. */
export const syncRequest = z.object({
  services: z
    .array(z.enum(serviceNames))
    .min(1)
    .max(2)
    .default([...serviceNames]),
  /** True: also services that agree are restarted, and those without a container get one. */
  forceRestart: z.boolean().default(false),
});
/** What to sync, parsed. */
export type SyncRequest = z.output<typeof syncRequest>;

/**
 * The consistency domain (spec 4.9): do env files and containers follow the current user, and a sync that makes them.
 * Faults of `plan` and `sync`: `consistency/no-user`, `home/user-id-unreadable`, `users/id-unsafe`, and those of an env
 * file that cannot be edited.
 */
export const consistency = {
  get: call(none).returns<ConsistencyState>(),
  /** A dry run: changes nothing. */
  plan: call(syncRequest).returns<SyncPlan>(),
  /**
   * Does what a plan of the same request says. Answers with the report, also where it failed and was taken back. Faults
   * besides: `consistency/plan-outdated`, `switching/busy`.
   */
  sync: call(syncRequest.extend({ planId: z.string().min(1).max(200) })).returns<SyncReport>(),
  /** Takes a running sync back. Fault: `switching/not-cancellable`. */
  cancel: call(none).returns<ConsistencyState>(),
  onChanged: event<ConsistencyState>(),
};
