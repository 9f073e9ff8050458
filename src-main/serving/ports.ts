import type { Caller } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type { ServingRole } from '../../src-shared/serving.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { Log } from '../ports.ts';

/** What the files of a service say. */
export interface ServedFiles {
  readonly name: ServiceName;
  readonly compose?: ComposeService;
  /** Why the compose file cannot be used. */
  readonly error?: AppError;
}

/** An env file as it was and as it is to be. */
export interface EnvFileEdit {
  readonly service: ServiceName;
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What the serving feature needs of the rest of the app. */
export interface ServingPorts {
  readonly files: Files;
  readonly disk: Pick<Disk, 'open'>;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  /** Does some work for whoever the caller acts for. Faults: those of `ActingUser.during`. */
  during<T>(caller: Caller, work: (userId: string) => Promise<T>): Promise<T>;
  /** Faults: `settings/unknown-configuration`, `settings/locked`, `settings/incomplete` and others of the settings. */
  resolve(userId: string, configurationId: string): Promise<ResolvedConfiguration>;
  /** The whole address of a chat request, null where the fields make none. */
  chatUrl(configuration: ResolvedConfiguration): Promise<string | null>;
  /** What a provider can be for the services. */
  serves(configuration: ResolvedConfiguration): Promise<readonly ServingRole[]>;
  /** The computer's current user, whose folders the services have. */
  currentUser(): Promise<CurrentUser>;
  envFile(service: ServiceName): string;
  /** Folder that has one folder a user; null where it cannot be known. */
  usersFolder(userId: string): Promise<string | null>;
  /** The files of both services for the current user. @param instead bytes that stand for what files hold, by path */
  services(userId: string, instead?: ReadonlyMap<string, Uint8Array>): Promise<readonly ServedFiles[]>;
  /** What would be in the way of the containers, or left as it is, in words. */
  containerWarnings(services: readonly ServiceName[]): Promise<readonly string[]>;
  /**
   * Backs the files up, writes them as one, replaces the containers that there are and waits until these answer; where any
   * of it fails everything is as it was, and the error says why.
   */
  change(what: string, edits: readonly EnvFileEdit[]): Promise<AppError | null>;
}
