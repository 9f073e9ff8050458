import type { Readable } from 'node:stream';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';

/** What the stats need. */
export interface StatsPorts {
  /** The container of a service as it is now, null where there is none. Faults: those of the engine. */
  container(name: ServiceName): Promise<{ readonly id: string; readonly running: boolean } | null>;
  /** Its figures as the engine sends them, a JSON object a second. Faults: those of the engine. */
  stats(id: string, signal: AbortSignal): Promise<Readable>;
  /** Told when a container may have started, ended or been replaced. */
  onChanged(listener: () => void): Unsubscribe;
}
