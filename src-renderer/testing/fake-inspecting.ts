import type { Api } from '../../src-shared/contract.ts';
import type { LogBatch } from '../../src-shared/logs.ts';
import type { StatsBatch } from '../../src-shared/stats.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** Streams a test feeds: what waits is answered in its order, then nothing until more is fed. */
export interface FedStreams {
  feed(batch: LogBatch): void;
  feedStats(batch: StatsBatch): void;
  /** Streams that were opened and not closed. */
  readonly open: Set<string>;
  /** What they were opened with. */
  readonly opened: readonly object[];
}

/** One kind of stream. */
export function fedStream<Batch>(kind: string, open: Set<string>, opened: object[]) {
  const waiting: Batch[] = [];
  let asked: ((batch: Batch | null) => void) | null = null;
  let last = 0;
  return {
    feed(batch: Batch) {
      if (asked === null) waiting.push(batch);
      else asked(batch);
      asked = null;
    },
    calls: {
      open: async (input: object) => {
        last += 1;
        opened.push(input);
        open.add(`${kind} ${last}`);
        return { ok: true, value: { stream: last } } as const;
      },
      next: async () => {
        const now = waiting.shift();
        const value =
          now ??
          (await new Promise<Batch | null>((resolve) => {
            asked = resolve;
          }));
        return { ok: true, value } as const;
      },
      close: async ({ stream }: { stream: number }) => {
        open.delete(`${kind} ${stream}`);
        asked?.(null);
        asked = null;
        return { ok: true, value: null } as const;
      },
    },
  };
}

/** Logs, stats and inspection, and what feeds their streams. */
export function fakeInspecting({ record }: Pick<FakeParts, 'record'>): {
  readonly parts: Pick<Api, 'logs' | 'stats' | 'inspection'>;
  readonly streams: FedStreams;
} {
  const open = new Set<string>();
  const opened: object[] = [];
  const logs = fedStream<LogBatch>('logs', open, opened);
  const stats = fedStream<StatsBatch>('stats', open, opened);
  const nowhere = { container: 'lightrag_pagent', why: null, rows: [] };
  return {
    streams: { feed: logs.feed, feedStats: stats.feed, open, opened },
    parts: {
      logs: {
        ...logs.calls,
        beginExport: () => record('logs.beginExport', undefined, { path: '/chosen.log' }),
        writeExport: (input) => record('logs.writeExport', input, null),
        endExport: (input) => record('logs.endExport', input, null),
      },
      stats: stats.calls,
      inspection: {
        environment: (input) => record('inspection.environment', input, { ...nowhere, filesError: null }),
        reveal: (input) => record('inspection.reveal', input, { value: 'revealed' }),
        mounts: (input) => record('inspection.mounts', input, nowhere),
        measure: (input) => record('inspection.measure', input, { files: 2, bytes: 4096, complete: true }),
        openMount: (input) => record('inspection.openMount', input, null),
        describe: (input) =>
          record('inspection.describe', input, { container: 'lightrag_pagent', json: '{\n  "Id": "k1"\n}' }),
      },
    },
  };
}
