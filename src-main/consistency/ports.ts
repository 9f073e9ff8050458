import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import type { Files } from '../lib/files.ts';
import type { FileChange } from '../lib/journal.ts';
import type { Clock, Log } from '../ports.ts';

/** What the files of a service say for a user. */
export interface SeenFiles {
  readonly name: ServiceName;
  readonly compose?: ComposeService;
  readonly error?: AppError;
}

/** A folder inside a container: what the files want there and what is there. */
export interface SeenMount {
  readonly target: string;
  readonly expected: string;
  readonly actual: string | null;
  readonly same: boolean;
}

/** What the engine has for a service. */
export interface SeenContainer {
  readonly name: ServiceName;
  readonly state: 'unknown' | 'absent' | 'foreign' | 'stopped' | 'running';
  /** Why nothing is known of it. */
  readonly problem: string;
  readonly id: string | null;
  readonly userId: string | null;
  readonly mounts: readonly SeenMount[];
}

/** What the engine has for all services, read with files of one moment. */
export interface SeenServices {
  readonly files: readonly SeenFiles[];
  readonly engineProblem: string | null;
  readonly containers: readonly SeenContainer[];
}

/** One env file as it was and as it is to be. */
export interface EnvFileChange extends FileChange {
  /** Name of its copy among the backups. */
  readonly backupName: string;
}

/** How a container is replaced; see the docker feature. */
export type ReplacementWays = Readonly<Partial<Record<ServiceName, 'running' | 'as it was' | 'restart'>>>;

/** The replacement of containers: each part can be taken back until it is committed. */
export interface ContainersReplacement {
  run(signal: AbortSignal): Promise<void>;
  answered(signal: AbortSignal): Promise<void>;
  mountsBelong(): Promise<void>;
  undo(): Promise<void>;
  commit(): Promise<void>;
}

/** What the consistency feature needs of the rest of the app, handed in as functions so that it knows no other feature. */
export interface ConsistencyPorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  folders(): {
    readonly userIdFile: string;
    readonly envBackups: string;
    readonly services: Readonly<Record<ServiceName, { readonly composeFile: string; readonly envFile: string }>>;
  };
  currentUser(): Promise<CurrentUser>;
  /** The settings of a user. Fault: `users/id-unsafe` for an id that leads elsewhere. */
  variablesFor(userId: string): Promise<Readonly<Record<string, string>>>;
  missingUserFolders(userId: string): Promise<readonly string[]>;
  prepareUserFolders(userId: string): Promise<void>;
  /** Files as they are now for that user, and their containers: as last seen where that is kept true, or looked at `anew`. */
  seeServices(userId: string | null, anew: boolean): Promise<SeenServices>;
  /** Files and containers as somebody has just looked at them. */
  lastServices(): SeenServices;
  /** True while services are being changed, by whomever in this process. */
  isChanging(): boolean;
  /** Copies the files as they are to the backups; answers with the folder. */
  backUp(changes: readonly EnvFileChange[]): Promise<string>;
  /** All of them or none. Faults: `home/unwritable`, `home/file-changed`. */
  write(what: string, changes: readonly EnvFileChange[]): Promise<void>;
  /** Puts former bytes back, as far as nobody wrote meanwhile. Fault: `home/file-changed`. */
  restore(changes: readonly EnvFileChange[]): Promise<void>;
  /** Engine there, files usable, images there, names and ports free or ours. Throws the first reason. */
  preflight(userId: string, names: readonly ServiceName[], signal: AbortSignal): Promise<void>;
  beginReplacement(userId: string, ways: ReplacementWays): Promise<ContainersReplacement>;
  /** Brings containers in order that an interrupted replacement put aside; nothing to be done is fine. Never throws. */
  settle(): Promise<void>;
  /** Keeps other operations on the home away; `names` show as being replaced. Fault: `switching/busy`. */
  hold(what: string, names: readonly ServiceName[]): Promise<() => Promise<void>>;
  /** Tells that files or containers may have changed. */
  onHints(listener: () => void): () => void;
}
