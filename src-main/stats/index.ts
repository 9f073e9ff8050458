import type { Feature } from '../../src-shared/define.ts';
import type { StatsBatch, stats } from '../../src-shared/stats.ts';
import { createStreams } from '../lib/streams.ts';
import type { StatsPorts } from './ports.ts';
import { createStatsSource } from './stats-source.ts';

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
