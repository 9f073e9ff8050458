import { serviceNames } from '../../src-shared/docker.ts';
import { logLevels } from '../../src-shared/log-level.ts';
import type { LogFilter } from './log-rows.ts';

/** Lines that stand together, the first with its number. */
export interface ViewedLines {
  readonly first: number;
  /** The lines' texts, a newline between two. */
  readonly text: string;
  readonly kinds: Uint8Array;
}

/** Which of the kept lines a filter shows, by their numbers; without a filter all, at no cost. */
export interface LineView {
  /** Begins anew with another filter; lines are added by `extend`. */
  begin(filter: LogFilter): void;
  extend(lines: ViewedLines): void;
  dropBefore(line: number): void;
  /** How many are shown. @param first the oldest line kept @param end one past the newest */
  count(first: number, end: number): number;
  lineAt(place: number, first: number): number;
  /** The place of a line, or of the next that is shown. */
  placeOf(line: number, first: number, end: number): number;
}

/** Makes a view that shows everything. */
export function createLineView(): LineView {
  let test: LineTest | null = null;
  let lines = new Uint32Array(0);
  let begin = 0;
  let end = 0;

  function push(line: number): void {
    if (end === lines.length) {
      const larger = new Uint32Array(Math.max(1024, (end - begin) * 2));
      larger.set(lines.subarray(begin, end));
      lines = larger;
      end -= begin;
      begin = 0;
    }
    lines[end] = line;
    end += 1;
  }

  /** The first place whose line is not before this one. */
  function search(line: number): number {
    let low = begin;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle] ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    begin(filter) {
      test = testOf(filter);
      lines = new Uint32Array(0);
      begin = 0;
      end = 0;
    },
    extend(added) {
      if (test !== null) eachMatch(added, test, push);
    },
    dropBefore(line) {
      begin = search(line);
    },
    count: (first, last) => (test === null ? last - first : end - begin),
    lineAt: (place, first) => (test === null ? first + place : (lines[begin + place] ?? 0)),
    placeOf(line, first, last) {
      if (test !== null) return search(line) - begin;
      return Math.min(Math.max(line, first), last) - first;
    },
  };
}

interface LineTest {
  /** By the byte of a line's kind. */
  readonly kinds: readonly boolean[];
  /** Finds every occurrence; null where any text will do. */
  readonly pattern: RegExp | null;
}

/** Null where every line passes. */
function testOf({ level, services, text }: LogFilter): LineTest | null {
  const least = logLevels.indexOf(level);
  if (least <= 0 && services.length === serviceNames.length && text === '') return null;
  const kinds = Array.from({ length: 32 }, (_, kind) => {
    const own = (kind >> 2) & 7;
    const service = serviceNames[kind & 1];
    // What names no level says something, as a program's plain words do.
    return (own === 0 ? 2 : own) >= least && service !== undefined && services.includes(service);
  });
  return { kinds, pattern: text === '' ? null : new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi') };
}

function eachMatch({ first, text, kinds }: ViewedLines, test: LineTest, push: (line: number) => void): void {
  const passes = (index: number) => test.kinds[kinds[index] ?? 0] === true;
  if (test.pattern === null) {
    for (let index = 0; index < kinds.length; index += 1) if (passes(index)) push(first + index);
    return;
  }
  // From hit to hit, and not from line to line: most lines have none.
  let index = 0;
  let lineEnd = endOf(text, 0);
  test.pattern.lastIndex = 0;
  for (let hit = test.pattern.exec(text); hit !== null; hit = test.pattern.exec(text)) {
    while (lineEnd < hit.index) {
      index += 1;
      lineEnd = endOf(text, lineEnd + 1);
    }
    if (passes(index)) push(first + index);
    // One hit a line will do.
    index += 1;
    test.pattern.lastIndex = lineEnd + 1;
    lineEnd = endOf(text, lineEnd + 1);
    if (test.pattern.lastIndex > text.length) return;
  }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
