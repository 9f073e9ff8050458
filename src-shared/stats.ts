import * as z from 'zod';
import { call } from './define.ts';
import type { ServiceName } from './docker.ts';
import { type StreamOpened, streamChoice } from './streams.ts';

/** What a service used at one moment. */
export interface StatsSample {
  /** ISO time. */
  readonly at: string;
  /** Percent of one processor: two busy ones are 200. Null in the first sample, which has nothing to compare with. */
  readonly cpu: number | null;
  /** Processors that the container may use. */
  readonly processors: number;
  /** Bytes in use, without the file cache that the system takes back when it needs it. */
  readonly memory: number;
  /** Bytes it may use at most; the whole machine's where it has no limit. */
  readonly memoryLimit: number;
  /** Bytes a second since the sample before, null in the first one and without a network of its own. */
  readonly received: number | null;
  readonly sent: number | null;
  /** Bytes a second since the sample before, null in the first one and where the engine does not count them. */
  readonly read: number | null;
  readonly written: number | null;
}

/** How the figures of one service are read now. */
export type StatsSourceState = 'opening' | 'following' | 'not-running' | 'no-container' | 'unreachable';

/** What both services used since the last batch. */
export interface StatsBatch {
  readonly services: Readonly<
    Record<ServiceName, { readonly state: StatsSourceState; readonly samples: readonly StatsSample[] }>
  >;
}

/** What the services use: processor, memory, network, disk. */
export const stats = {
  /** With `once` the stream is over as soon as each service has one whole sample. */
  open: call(z.object({ once: z.boolean().default(false) })).returns<StreamOpened>(),
  /** The next samples, about one a second; null once the stream is over. */
  next: call(streamChoice).returns<StatsBatch | null>(),
  close: call(streamChoice).returns<null>(),
};
