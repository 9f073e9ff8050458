import type { Readable } from 'node:stream';
import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { StatsBatch, stats } from '../../src-shared/stats.ts';
import { createStreams } from '../lib/streams.ts';
import { createStatsSource } from './stats-source.ts';

/** What the stats need. */
export interface StatsPorts {
  /** The container of a service as it is now, null where there is none. Faults: those of the engine. */
  container(name: ServiceName): Promise<{ readonly id: string; readonly running: boolean } | null>;
  /** Its figures as the engine sends them, a JSON object a second. Faults: those of the engine. */
  stats(id: string, signal: AbortSignal): Promise<Readable>;
  /** Told when a container may have started, ended or been replaced. */
  onChanged(listener: () => void): Unsubscribe;
}

/** What both services use. */
export interface StatsFeature extends Feature<typeof stats> {
  /** A window shows its page no longer: its streams end. */
  leave(windowId: number): void;
  endStreams(): void;
  end(): void;
}

/** Makes the stats. Nothing is read before a stream is opened, and nothing after it was closed. */
export function createStats(ports: StatsPorts): StatsFeature {
  const streams = createStreams<StatsBatch>();
  return {
    open: ({ once }, caller) => ({ stream: streams.open(caller, createStatsSource(ports, once)) }),
    next: ({ stream }, caller) => streams.next(stream, caller),
    close({ stream }, caller) {
      streams.close(stream, caller);
      return null;
    },
    leave: (windowId) => streams.endOf(windowId),
    endStreams: () => streams.endAll(),
    end: () => streams.endAll(),
  };
}
