import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { Clock, Log } from '../ports.ts';

/** An image as an engine describes it. */
export interface EngineImage {
  readonly id: string;
  readonly repoDigests: readonly string[];
  readonly created: string | null;
  readonly size: number;
}

/** What is asked of an engine; what it refuses is thrown as its client gives it. */
export interface ImageEngine {
  inspect(name: string): Promise<EngineImage | null>;
  ofContainer(id: string): Promise<string | null>;
  registryDigest(reference: string, auth: string | null): Promise<string>;
  pull(
    source: { readonly repository: string; readonly version: string },
    auth: string | null,
    signal: AbortSignal,
  ): Promise<NodeJS.ReadableStream>;
  tag(id: string, repository: string, tag: string): Promise<void>;
}

/** A service as its files and the engine have it. */
export interface SeenService {
  readonly name: ServiceName;
  /** As the compose file names it; null where that cannot be read. */
  readonly reference: string | null;
  /** Why it cannot be read. */
  readonly error: AppError | null;
  /** The name its container has or will have; null where the files do not say. */
  readonly containerName: string | null;
  /** Null where it has no container, or nobody can tell. */
  readonly containerId: string | null;
}

/** New containers in the place of old ones; nothing of it lasts before `commit`. */
export interface ContainersReplacement {
  run(signal: AbortSignal): Promise<void>;
  answered(signal: AbortSignal): Promise<void>;
  mountsBelong(): Promise<void>;
  undo(): Promise<void>;
  commit(): Promise<void>;
}

/** What the images feature needs of the rest of the app, as functions. */
export interface ImagesPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Faults: those of the engine. */
  engine(): Promise<ImageEngine>;
  /** Both services, looked at now. */
  services(): Promise<readonly SeenService[]>;
  /** What X-Registry-Auth is to be for a registry, null for nobody. Fault: `images/credentials-unusable`. */
  credentials(registry: string): Promise<string | null>;
  /** Keeps other operations on the home away; `names` show as being replaced. Fault: `switching/busy`. */
  hold(what: string, names: readonly ServiceName[]): Promise<() => Promise<void>>;
  /** Env files brought in line, everything checked, nothing replaced yet; stopped ones stay stopped. Faults: those of `preflight`. */
  beginReplacement(names: readonly ServiceName[]): Promise<ContainersReplacement>;
  /** Tells that containers may be others than before. */
  onContainers(listener: () => void): () => void;
}
