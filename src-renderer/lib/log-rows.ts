import type { ServiceName } from '../../src-shared/docker.ts';
import type { LogLevelName } from '../../src-shared/log-level.ts';

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
