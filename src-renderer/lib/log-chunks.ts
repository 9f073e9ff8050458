import { logLevels } from '../../src-shared/log-level.ts';
import { type LogBatch, readKind } from '../../src-shared/logs.ts';
import type { LogRow } from './log-rows.ts';

/** Lines together: one string, in which searching is quick, and what each line is besides. */
export interface LogChunk {
  /** The number of its first line. */
  readonly first: number;
  readonly text: string;
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
}

/** All lines that are kept, numbered from the first that ever came. */
export interface LogChunks {
  /** The number of the oldest line that is kept; that of the next where there is none. */
  readonly first: number;
  /** How many ever came. */
  readonly seen: number;
  chunks(): readonly LogChunk[];
  add(lines: Pick<LogBatch, 'text' | 'times' | 'kinds'>): void;
  /** Null for a line that is no longer kept. */
  row(line: number): LogRow | null;
  clear(): void;
}

/** Lines and characters that are kept at most; a browser can draw no list much longer than a million and a half. */
export const mostKept = { lines: 1_500_000, text: 250_000_000 };
/** Small batches are put together up to this many lines. */
const chunkLines = 4000;

/** Makes an empty store of lines; where there are too many the oldest go. */
export function createLogChunks(limit: typeof mostKept): LogChunks {
  let chunks: LogChunk[] = [];
  let seen = 0;
  let text = 0;
  /** The chunk that was read last stays split: rows in sight are mostly of one. */
  let split: { readonly text: string; readonly lines: readonly string[] } = { text: '', lines: [''] };
  const first = () => chunks[0]?.first ?? seen;

  function chunkOf(line: number): LogChunk | undefined {
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((chunks[middle]?.first ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return chunks[low];
  }

  return {
    get first() {
      return first();
    },
    get seen() {
      return seen;
    },
    chunks: () => chunks,
    add(lines) {
      const last = chunks.at(-1);
      if (last !== undefined && last.times.length + lines.times.length <= chunkLines) {
        chunks[chunks.length - 1] = {
          first: last.first,
          text: `${last.text}\n${lines.text}`,
          times: joined(last.times, lines.times, Float64Array),
          kinds: joined(last.kinds, lines.kinds, Uint8Array),
        };
      } else chunks.push({ first: seen, text: lines.text, times: lines.times, kinds: lines.kinds });
      seen += lines.times.length;
      text += lines.text.length + 1;
      while (chunks.length > 1 && (seen - first() > limit.lines || text > limit.text)) {
        text -= (chunks.shift()?.text.length ?? 0) + 1;
      }
    },
    row(line) {
      const chunk = chunkOf(line);
      if (chunk === undefined) return null;
      const at = line - chunk.first;
      const kind = chunk.kinds[at];
      if (kind === undefined) return null;
      if (split.text !== chunk.text) split = { text: chunk.text, lines: chunk.text.split('\n') };
      const { service, level } = readKind(kind);
      return { line, time: chunk.times[at] ?? 0, service, level: logLevels[level], text: split.lines[at] ?? '' };
    },
    clear() {
      chunks = [];
      text = 0;
    },
  };
}

function joined<T extends Float64Array | Uint8Array>(front: T, back: T, Made: new (length: number) => T): T {
  const all = new Made(front.length + back.length);
  all.set(front);
  all.set(back, front.length);
  return all;
}
