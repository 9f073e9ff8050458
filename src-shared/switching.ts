import * as z from 'zod';
import { passphraseText } from './access.ts';
import { call, event, none } from './define.ts';
import type { LampState, ServiceName } from './docker.ts';
import type { AppError, ErrorCode } from './errors.ts';
import type { StepName } from './step-titles.ts';
import { userIdText } from './user-id-text.ts';

/** How a step does; `undone` means it was done and taken back. */
export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'undone' | 'skipped';

/** One step of a running or ended switch. */
export interface SwitchStep {
  readonly name: StepName;
  readonly state: StepState;
  /** Milliseconds it took, or has taken so far as of the event; 0 while waiting. */
  readonly ms: number;
}

/** The report of seed 000 with steps; field names are relied on by scripts, hence the underscores. */
export interface SwitchReport {
  readonly success: boolean;
  readonly user_id: string;
  readonly previous_user: string | null;
  readonly actions_performed: readonly string[];
  readonly warnings: readonly string[];
  /** Per service, how it does at the end. */
  readonly lightrag_status: Readonly<Partial<Record<ServiceName, { readonly state: LampState; readonly why: string }>>>;
  /** Every user-dependent path, computed for `user_id` (facts 5.1). Empty where nothing changed. */
  readonly config_refresh: Readonly<Record<string, string>>;
  readonly steps: readonly SwitchStep[];
  /** Why it failed; absent on success. */
  readonly error?: AppError;
}

/** What became of a switch that was cut off: its process ended, or the power, or the engine was gone. */
export interface RecoveredSwitch {
  readonly from: string | null;
  readonly to: string;
  /** ISO time of its beginning. */
  readonly since: string;
  /** The step it was in, null before the first. */
  readonly step: StepName | null;
  /**
   * `pending`: the files are those of one user, the containers are being brought in order or (with the reason in the
   * details) wait for the engine. `stuck`: something is in the way; it is tried again at the next start.
   */
  readonly outcome: 'finished' | 'undone' | 'pending' | 'stuck';
  /** What is not as before, or what is in the way, in words. */
  readonly details: readonly string[];
}

/** The switch: none running (with the last report of this run of the app), or running. */
export type SwitchState =
  | {
      readonly state: 'idle';
      readonly last: { readonly report: SwitchReport; readonly endedAt: string } | null;
      /** What was found cut off and is news still; absent where there is none. */
      readonly recovered?: readonly RecoveredSwitch[];
    }
  | {
      readonly state: 'running';
      readonly from: string | null;
      readonly to: string;
      /** ISO time. */
      readonly startedAt: string;
      readonly steps: readonly SwitchStep[];
      /** True until the commit, and while no undo runs. */
      readonly cancellable: boolean;
      readonly undoing: boolean;
    };

/** What to switch, and how far (the options of seed 000, spec 3.5). */
export const switchRequest = z.object({
  userId: userIdText,
  /** `machine` changes env.userid for everyone; `window` only whom the asking window acts for. */
  scope: z.enum(['machine', 'window']).default('machine'),
  /** False leaves the containers as they are: files only. */
  services: z.boolean().default(true),
  /** True allows leaving an unreadable env.userid, whose text is then kept in a backup. */
  repair: z.boolean().default(false),
  /** Of the user that is switched to, where they have one. It goes nowhere but into the comparison. */
  passphrase: passphraseText.optional(),
  /** How long to wait for another process that changes this home; left out: it is refused at once. */
  waitSeconds: z.number().int().min(1).max(3600).optional(),
  /** How long a service may take to answer; left out: what is set for all operations. */
  timeoutSeconds: z.number().int().min(1).max(3600).optional(),
});
/** What to switch, parsed. */
export type SwitchRequest = z.output<typeof switchRequest>;

/** Whom a plan is made for. */
export const switchPlanRequest = z.object({
  userId: userIdText,
  services: z.boolean().default(true),
  /** As for the switch itself. */
  repair: z.boolean().default(false),
});
/** Whom a plan is made for, parsed. */
export type SwitchPlanRequest = z.output<typeof switchPlanRequest>;

/** One file that a switch would write. */
export interface PlannedFile {
  readonly path: string;
  /** `same`: it says so already and is left alone. */
  readonly change: 'write' | 'create' | 'same';
  /** The change in the unified form, secrets masked; empty where there is none. */
  readonly diff: string;
}

/** One container that a switch would put in the place of another. */
export interface PlannedContainer {
  readonly service: ServiceName;
  readonly container: string;
  readonly image: string;
  /** `replace-stopped`: the present one does not run; the new one will. */
  readonly act: 'create' | 'replace' | 'replace-stopped';
}

/** Something that a person should know before a switch. */
export interface SwitchFinding {
  /** `error`: the switch would fail, and nothing would be changed. */
  readonly severity: 'error' | 'warn' | 'info';
  readonly code: ErrorCode | 'services-stay' | 'service-starts';
  readonly message: string;
  readonly hint: string;
}

/** What a switch would do. */
export interface SwitchPlan {
  readonly from: string | null;
  readonly to: string;
  /** False where a finding would make it fail. */
  readonly possible: boolean;
  readonly files: readonly PlannedFile[];
  /** None where the services are left alone, or cannot be looked at. */
  readonly containers: readonly PlannedContainer[];
  /** Folders of the user that would be made. */
  readonly folders: readonly string[];
  readonly findings: readonly SwitchFinding[];
}

/** The switching domain. `start` answers with the report, also for a switch that was undone (success false). */
export const switching = {
  get: call(none).returns<SwitchState>(),
  /** What a switch would do and what would keep it from it; changes nothing. */
  plan: call(switchPlanRequest).returns<SwitchPlan>(),
  start: call(switchRequest).returns<SwitchReport>(),
  cancel: call(none).returns<SwitchState>(),
  onChanged: event<SwitchState>(),
};
