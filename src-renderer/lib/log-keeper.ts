import type { LogBatch } from '../../src-shared/logs.ts';
import { createLogChunks, mostKept } from './log-chunks.ts';
import type { KeptLines, LogFilter, LogPiece, LogRow } from './log-rows.ts';
import { createLineView } from './log-view.ts';

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
