import type { Readable } from 'node:stream';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { Clock, Desktop, Log } from '../ports.ts';

/** What the logs need to know of a container. */
export interface LogContainer {
  readonly id: string;
  readonly running: boolean;
}

/** Which part of a container's log is wanted; see the engine's calls. */
export interface LogRange {
  readonly since: string | null;
  readonly tail: number | null;
  readonly follow: boolean;
}

/** Where logs come from. */
export interface LogSources {
  /** The container of a service as it is now, null where there is none. Faults: those of the engine. */
  container(name: ServiceName): Promise<LogContainer | null>;
  /** Its log as the engine sends it. Faults: those of the engine. */
  log(id: string, range: LogRange, signal: AbortSignal): Promise<Readable>;
  /** Told when a container may have started, ended or been replaced. */
  onChanged(listener: () => void): Unsubscribe;
  /** Values that are not to be shown, as the files of both services and their containers have them now. */
  secrets(): Promise<readonly string[]>;
}

/** What the logs need. */
export interface LogsPorts {
  readonly sources: LogSources;
  readonly clock: Clock;
  readonly log: Log;
  readonly desktop: Pick<Desktop, 'chooseNewFile'> | null;
}
