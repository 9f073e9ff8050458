import type { ServiceName } from '../../src-shared/docker.ts';
import type { LogLevelName } from '../../src-shared/log-level.ts';
import type { LogBatch } from '../../src-shared/logs.ts';
import { createLogChunks, mostKept } from './log-chunks.ts';
import { createLineView } from './log-view.ts';

/** Which lines are shown. */
export interface LogFilter {
  /** The least level; lines that name none count as `info`. `none` shows all. */
  readonly level: LogLevelName;
  readonly services: readonly ServiceName[];
  /** Shown are lines that have it in them, capitals or not; empty shows all. */
  readonly text: string;
}

/** Shows every line. */
export const everyLine: LogFilter = { level: 'none', services: ['knowledge', 'memory'], text: '' };

/** How many lines there are. */
export interface KeptLines {
  /** Ever taken over. */
  readonly seen: number;
  /** No longer kept: the oldest go first. */
  readonly dropped: number;
  /** That the filter shows. */
  readonly shown: number;
}

/** A line as it is shown. `line` counts all lines ever seen from 0 and stays the same whatever the filter is. */
export interface LogRow {
  readonly line: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly service: ServiceName;
  readonly level: LogLevelName;
  readonly text: string;
}

/** A piece of text of several lines, and the line that the next piece begins with; null at the end. */
export interface LogPiece {
  readonly text: string;
  readonly lines: number;
  readonly next: number | null;
}

/** Keeps lines, filters them and tells those that are in sight; in a worker, so that the page stays quick. */
export interface LogKeeper {
  add(batch: Pick<LogBatch, 'text' | 'times' | 'kinds'>): KeptLines;
  filter(filter: LogFilter): KeptLines;
  /** Shown lines by their places, counted from 0. */
  rows(from: number, count: number): readonly LogRow[];
  /** The place of a line among those shown, or of the next that is. */
  placeOf(line: number): number;
  /** The shown lines from one to another, both included, as text, at most so many. */
  piece(from: number, to: number, most: number): LogPiece;
  clear(): KeptLines;
}

/** Makes an empty keeper. @param limit for tests */
export function createLogKeeper(limit = mostKept): LogKeeper {
  const lines = createLogChunks(limit);
  const view = createLineView();
  const kept = (): KeptLines => {
    const { first, seen } = lines;
    return { seen, dropped: first, shown: view.count(first, seen) };
  };
  return {
    add(batch) {
      if (batch.times.length === 0) return kept();
      view.extend({ first: lines.seen, ...batch });
      lines.add(batch);
      view.dropBefore(lines.first);
      return kept();
    },
    filter(filter) {
      view.begin(filter);
      for (const chunk of lines.chunks()) view.extend(chunk);
      return kept();
    },
    rows(from, count) {
      const rows: LogRow[] = [];
      const end = Math.min(from + count, kept().shown);
      for (let place = Math.max(0, from); place < end; place += 1) {
        const row = lines.row(view.lineAt(place, lines.first));
        if (row !== null) rows.push(row);
      }
      return rows;
    },
    placeOf: (line) => view.placeOf(line, lines.first, lines.seen),
    piece(from, to, count) {
      const end = kept().shown;
      const texts: string[] = [];
      for (let place = view.placeOf(from, lines.first, lines.seen); place < end; place += 1) {
        const line = view.lineAt(place, lines.first);
        if (line > to) break;
        if (texts.length >= count) return { text: texts.join(''), lines: texts.length, next: line };
        const row = lines.row(line);
        if (row !== null) texts.push(plainRow(row));
      }
      return { text: texts.join(''), lines: texts.length, next: null };
    },
    clear() {
      lines.clear();
      view.dropBefore(lines.seen);
      return kept();
    },
  };
}

/** A line as it is copied and exported, with its newline. */
function plainRow({ time, service, level, text }: LogRow): string {
  const word = level === 'none' ? '-' : level;
  return `${new Date(time).toISOString()} ${service} ${word} ${text}\n`;
}
