import type { CurrentUser } from '../../src-shared/home.ts';
import type { SwitchReport } from '../../src-shared/switching.ts';
import type { FileChange } from '../lib/journal.ts';
import type { Clock, Log } from '../ports.ts';

/** One file of a switch as it was and as it is to be. */
export interface SwitchedFile extends FileChange {
  /** Name of its copy among the backups. */
  readonly backupName: string;
}

/** The replacement of both containers: each part can be taken back until it is committed. */
export interface ServicesReplacement {
  run(signal: AbortSignal): Promise<void>;
  /** Until /health of each answers; `docker/never-healthy` or `docker/container-exited` otherwise. */
  answered(signal: AbortSignal): Promise<void>;
  /** `docker/wrong-mounts` where a container mounts another user's folders. */
  mountsBelong(): Promise<void>;
  /** Brings the old containers back from any state, running and answering if they were before. */
  undo(): Promise<void>;
  /** Removes the kept old containers. */
  commit(): Promise<void>;
}

/** What a switch needs of the rest of the app, handed in as functions so that it knows no other feature. */
export interface SwitchingPorts {
  readonly clock: Clock;
  readonly log: Log;
  currentUser(): Promise<CurrentUser>;
  /** Faults: `users/unknown`, `users/id-unsafe`, `users/registry-unreadable`. */
  requireUser(id: string): Promise<void>;
  /**
   * Passes where the user has no passphrase or this is it. Faults: `access/passphrase-needed`, `access/passphrase-wrong`,
   * `access/passphrase-wait`, `access/passphrase-unreadable`.
   */
  requirePassphrase(id: string, passphrase: string | undefined): Promise<void>;
  /** Records the visit; answers with the way back to the former bytes. */
  touchLastSeen(id: string): Promise<() => Promise<void>>;
  /** Every user-dependent path (facts 5.1), computed now. */
  refreshedSettings(id: string): Promise<Readonly<Record<string, string>>>;
  prepareUserFolders(id: string): Promise<void>;
  /** Reads the files and says what they are to become; changes nothing. */
  planFiles(id: string): Promise<readonly SwitchedFile[]>;
  /** Copies the files as they are to the backups; answers with the folder. */
  backUp(changes: readonly SwitchedFile[]): Promise<string>;
  /** All of them or none. Faults: `home/unwritable`, `home/file-changed` where a file is no longer as planned. */
  write(changes: readonly SwitchedFile[]): Promise<void>;
  /**
   * Puts the former bytes back; in a file that another program wrote meanwhile, the former user only. Fault:
   * `home/file-changed` where neither can be done.
   */
  restore(changes: readonly SwitchedFile[]): Promise<void>;
  /** Engine reachable, files usable, images there, ports free or ours - for that user; throws the reason. */
  preflight(id: string, signal: AbortSignal): Promise<void>;
  /** Reads the service files as they are now, for that user. */
  beginReplacement(id: string): Promise<ServicesReplacement>;
  serviceStatus(): Promise<SwitchReport['lightrag_status']>;
  /** Keeps other operations on the home away, in this process and others; `switching/busy` names who is at it. */
  hold(what: string): Promise<() => Promise<void>>;
  setWindowUser(windowId: number, userId: string | null): void;
}
