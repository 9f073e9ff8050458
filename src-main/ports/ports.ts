import type { DockerState, ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { PortView } from '../../src-shared/ports.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Log } from '../ports.ts';

/** A service's files, as far as ports stand in them. */
export interface PortedService {
  readonly name: ServiceName;
  readonly composeFile: string;
  readonly compose?: ComposeService;
  /** Why the compose file cannot be used. */
  readonly error?: AppError;
}

/** What the feature of ports needs of the rest of the app. */
export interface PortsPorts {
  readonly files: Files;
  readonly journal: Pick<Journal, 'apply'>;
  readonly log: Log;
  /** Both services as their files are now. */
  services(): Promise<readonly PortedService[]>;
  /** The files in which settings may name a port: both env files, and the `.env` beside each compose file. */
  settingFiles(): readonly string[];
  viewPorts(): Promise<readonly PortView[]>;
  whyPortTaken(address: string, port: number, protocol: string): Promise<string | null>;
  freePortFor(address: string, port: number, protocol: string): Promise<number | null>;
  listeningHere(): Promise<readonly number[]>;
  /** Replaces the container of a service by a new one, and waits until it answers. Faults: those of docker. */
  recreate(service: ServiceName): Promise<void>;
  webUrl(service: ServiceName): string | null;
  onDocker(listener: (state: DockerState) => void): () => void;
  onFiles(listener: () => void): () => void;
  /** Copies the home's files; answers with the backup's id. */
  backUp(reason: string): Promise<string>;
  /** Keeps other operations on the home away. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
}
