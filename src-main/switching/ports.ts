import type { Fault } from '../../src-shared/errors.ts';
import type { CurrentUser, HomeNotice } from '../../src-shared/home.ts';
import type { RecoveredSwitch, SwitchPlan, SwitchReport } from '../../src-shared/switching.ts';
import type { Clock, Log } from '../ports.ts';
import type { RegistryChange, SwitchedFile } from './changes.ts';
import type { SwitchFiles } from './switch-files.ts';
import type { SwitchRecords, WrittenRegistry } from './switch-record.ts';

/** The replacement of both containers: each part can be taken back until it is committed. */
export interface ServicesReplacement {
  /** What it sets out from, as plain data, for whoever has to bring it to an end. */
  readonly record: unknown;
  /** Makes the new containers, which stops nothing. */
  create(): Promise<void>;
  run(signal: AbortSignal): Promise<void>;
  /** Until /health of each answers; `docker/never-healthy` or `docker/container-exited` otherwise. */
  answered(signal: AbortSignal, limitMs?: number): Promise<void>;
  /** `docker/wrong-mounts` where a container mounts another user's folders. */
  mountsBelong(): Promise<void>;
  /** Brings the old containers back from any state, running and answering if they were before. */
  undo(): Promise<void>;
  /** Removes the kept old containers. */
  commit(): Promise<void>;
}

/** How the containers of a switch that was cut off are brought to an end. */
export interface LeftServices {
  /**
   * Brings the old ones back. @returns what is not as before, in words
   * @param underWay what the process that was cut off may have asked of the engine without hearing the answer
   */
  takeBack(
    record: unknown,
    underWay: { readonly creating: boolean; readonly stopping: boolean },
  ): Promise<readonly string[]>;
  /** Removes the old ones. */
  finish(record: unknown): Promise<void>;
}

/** How the home is held. */
export interface HoldOptions {
  /** Milliseconds to wait for another process, none if left out. */
  readonly patience?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** What a switch needs of the rest of the app, handed in as functions so that it knows no other feature. */
export interface SwitchingPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly records: SwitchRecords;
  readonly files: SwitchFiles;
  currentUser(): Promise<CurrentUser>;
  /** Faults: `users/unknown`, `users/id-unsafe`, `users/registry-unreadable`. */
  requireUser(id: string): Promise<void>;
  /**
   * Passes where the user has no passphrase or this is it. Faults: `access/passphrase-needed`, `access/passphrase-wrong`,
   * `access/passphrase-wait`, `access/passphrase-unreadable`.
   */
  requirePassphrase(id: string, passphrase: string | undefined): Promise<void>;
  /**
   * Records the visit; answers with the way back to the former bytes.
   * @param before told of the change before it is made; what it throws is thrown, and nothing is written
   */
  touchLastSeen(id: string, before: (change: RegistryChange) => Promise<void>): Promise<() => Promise<void>>;
  /** Puts the registry's former bytes back where it still is what a switch wrote. Fault: `home/unwritable`. */
  restoreRegistry(written: WrittenRegistry): Promise<void>;
  /** Every user-dependent path (facts 5.1), computed now. */
  refreshedSettings(id: string): Promise<Readonly<Record<string, string>>>;
  prepareUserFolders(id: string): Promise<void>;
  /** Which of the user's folders are missing. Faults: `users/id-unsafe`, `users/folder-outside`. */
  missingUserFolders(id: string): Promise<readonly string[]>;
  /** Why the files, or the user's folders, could not be written; null where nothing speaks against it. */
  whyUnwritable(id: string, changes: readonly SwitchedFile[]): Promise<Fault | null>;
  /**
   * Reads the service files as they will be for that user, checks that containers can be made of them, and looks at what
   * they would replace; changes nothing and throws the first reason against it.
   */
  prepareReplacement(id: string, changes: readonly SwitchedFile[], signal: AbortSignal): Promise<ServicesReplacement>;
  /** The same as a look ahead: all reasons instead of the first. */
  foreseeReplacement(
    id: string,
    changes: readonly SwitchedFile[],
  ): Promise<{ readonly containers: SwitchPlan['containers']; readonly faults: readonly Fault[] }>;
  readonly leftServices: LeftServices;
  serviceStatus(): Promise<SwitchReport['lightrag_status']>;
  /** Keeps other operations on the home away, in this process and others; `switching/busy` names who is at it. */
  hold(what: string, options?: HoldOptions): Promise<() => Promise<void>>;
  setWindowUser(windowId: number, userId: string | null): void;
  /** Told what became of a switch that was cut off. */
  recovered(one: RecoveredSwitch): void;
  /** Shows what is to be known of switches that were cut off, in the place of what was shown of them before. */
  showNotices(notices: readonly HomeNotice[]): void;
}
