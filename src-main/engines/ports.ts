import type { DockerState } from '../../src-shared/docker.ts';
import type { EngineChoice, EngineEntry, EngineOrigin } from '../../src-shared/engines.ts';
import type { Files } from '../lib/files.ts';
import type { Log } from '../ports.ts';

/** What the engines feature needs of the rest of the app. */
export interface EnginesPorts {
  readonly files: Files;
  readonly log: Log;
  /** Where the choice is kept: `<home>/desktop`. */
  folder(): string;
  /** All engines there are, each asked how it does. */
  listEngines(choice: EngineChoice | null): Promise<readonly EngineEntry[]>;
  /** Faults: those of an engine that cannot be used. */
  checkEngine(choice: EngineChoice): Promise<void>;
  /** Leaves the present engine for the one that is to be used now. Faults: those of an engine. */
  changeEngine(): Promise<void>;
  usedEngine(): { readonly name: string; readonly origin: EngineOrigin; readonly address: string } | null;
  /** Told whenever the engine in use has changed its state. */
  onEngine(listener: (engine: DockerState['engine']) => void): () => void;
  /** Keeps other operations on the home away. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
}
