import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { LogBatch, LogMarks, LogSourceState } from '../../src-shared/logs.ts';
import { type FollowedStream, followStream } from '../lib/follow-stream.ts';
import { everyLine, type KeptLines, type LogFilter, type LogPiece, type LogRow } from '../lib/log-rows.ts';
import { settle } from '../lib/settle.ts';

/** The keeper of the lines, as the store needs it: in the window it is a worker. */
export interface StoredLines {
  add(batch: Pick<LogBatch, 'text' | 'times' | 'kinds'>): Promise<KeptLines>;
  filter(filter: LogFilter): Promise<KeptLines>;
  rows(from: number, count: number): Promise<readonly LogRow[]>;
  placeOf(line: number): Promise<number>;
  piece(from: number, to: number, most: number): Promise<LogPiece>;
  clear(): Promise<KeptLines>;
  end(): void;
}

/** The logs of both services, as far as this window has read them. */
export interface LogsStore {
  readonly kept: KeptLines;
  readonly filter: LogFilter;
  readonly sources: Partial<Record<ServiceName, LogSourceState>>;
  /** True while lines stay where they are, at the engine. */
  readonly paused: boolean;
  /** Whether a first answer has come since the page was opened. */
  readonly hasAnswered: boolean;
  readonly error: AppError | null;
  /** Lines written so far; null where no export goes on. */
  readonly exporting: { readonly lines: number } | null;
  readonly exported: { readonly path: string; readonly lines: number } | null;
  readonly exportError: AppError | null;
  connect(): Unsubscribe;
  /** Reads until the off-switch is called; goes on where it stopped the last time. */
  read(): Unsubscribe;
  setPaused(paused: boolean): void;
  setFilter(filter: LogFilter): Promise<void>;
  rows(from: number, count: number): Promise<readonly LogRow[]>;
  placeOf(line: number): Promise<number>;
  piece(from: number, to: number, most: number): Promise<LogPiece>;
  clear(): Promise<void>;
  /** Writes the lines that are shown into a file that the person chooses. */
  export(): Promise<void>;
  dismiss(): void;
}

const nothing: KeptLines = { seen: 0, dropped: 0, shown: 0 };
/** Lines of one call of an export; far below what a call may carry even where they are long. */
const pieceLines = 5000;

/** What of the store reads and keeps, beside what it shows. */
interface Reading {
  lines(): StoredLines;
  /** Up to where the engine was read. */
  marks: LogMarks;
  resume: (() => void) | null;
  stop: (() => void) | null;
}

/** Makes the store of the logs. @param startLines begins to keep lines; called when somebody first looks */
export function createLogsStore(api: Api['logs'], startLines: () => StoredLines): StoreApi<LogsStore> {
  let started: StoredLines | null = null;
  const reading: Reading = {
    lines() {
      started ??= startLines();
      return started;
    },
    marks: {},
    resume: null,
    stop: null,
  };
  const { lines } = reading;
  return createStore((set, get) => ({
    ...{ kept: nothing, filter: everyLine, sources: {}, paused: false, hasAnswered: false, error: null },
    ...{ exporting: null, exported: null, exportError: null },
    connect: () => () => {
      reading.stop?.();
      started?.end();
      started = null;
    },
    read() {
      reading.stop?.();
      const off = new AbortController();
      reading.stop = () => off.abort();
      set({ error: null, hasAnswered: false });
      void followStream(streamOf(api, reading, set, get), off.signal).then((error) => set({ error }));
      // Whatever is read by then: it may have been tried again meanwhile.
      return () => reading.stop?.();
    },
    setPaused(paused) {
      set({ paused });
      if (!paused) reading.resume?.();
    },
    async setFilter(filter) {
      set({ filter });
      const kept = await lines().filter(filter);
      if (get().filter === filter) set({ kept });
    },
    rows: (from, count) => lines().rows(from, count),
    placeOf: (line) => lines().placeOf(line),
    piece: (from, to, most) => lines().piece(from, to, most),
    async clear() {
      set({ kept: await lines().clear(), exported: null });
    },
    export: () => exportShown(api, reading, set, get),
    dismiss: () => set({ error: null, exported: null, exportError: null }),
  }));
}

type SetLogs = (state: Partial<LogsStore>) => void;

function streamOf(api: Api['logs'], reading: Reading, set: SetLogs, get: () => LogsStore): FollowedStream<LogBatch> {
  return {
    open: () => api.open({ services: [...serviceNames], tail: 1000, marks: reading.marks }),
    next: api.next,
    close: api.close,
    async take({ text, times, kinds, sources, marks }) {
      const kept = await reading.lines().add({ text, times, kinds });
      reading.marks = marks;
      set({ kept, sources, hasAnswered: true });
    },
    async over() {
      // What was read is not theirs who are current now.
      reading.marks = {};
      set({ kept: await reading.lines().clear(), sources: {}, exported: null });
    },
    async wanted(signal) {
      while (get().paused && !signal.aborted) {
        await new Promise<void>((resolve) => {
          reading.resume = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
  };
}

async function exportShown(api: Api['logs'], { lines }: Reading, set: SetLogs, get: () => LogsStore): Promise<void> {
  set({ exported: null, exportError: null });
  const begun = await settle(api.beginExport());
  if (!begun.ok) return set({ exportError: begun.error });
  if (begun.value === null) return;
  set({ exporting: { lines: 0 } });
  const tell = (count: number) => set({ exporting: { lines: count } });
  const { error, lines: written } = await writeAll(api, lines(), get().kept, tell);
  const ended = await settle(api.endExport({ keep: error === null }));
  set({ exporting: null });
  if (error !== null) set({ exportError: error });
  else if (!ended.ok) set({ exportError: ended.error });
  else set({ exported: { path: begun.value.path, lines: written } });
}

/** Writes what is shown, piece by piece, up to the newest line there is now. */
async function writeAll(
  api: Api['logs'],
  stored: StoredLines,
  { seen }: KeptLines,
  tell: (lines: number) => void,
): Promise<{ readonly error: AppError | null; readonly lines: number }> {
  let written = 0;
  for (let from: number | null = 0; from !== null; ) {
    const piece: LogPiece = await stored.piece(from, seen - 1, pieceLines);
    const answer = await settle(api.writeExport({ text: piece.text }));
    if (!answer.ok) return { error: answer.error, lines: written };
    written += piece.lines;
    tell(written);
    from = piece.next;
  }
  return { error: null, lines: written };
}
