import type { LogMark } from '../../src-shared/logs.ts';
import { sinceOf } from './log-time.ts';
import type { LogRange } from './ports.ts';

/** Where a log is begun that was not read before. */
export interface LogBeginning {
  readonly tail: number | null;
  /** In nanoseconds, as in a `LogMark`. */
  readonly since: string | null;
  readonly follow: boolean;
  /** Up to where it was read by whoever goes on. */
  readonly mark: LogMark | null;
}

/** Up to where the log of a service was read, over restarts and new containers. */
export interface LogPosition {
  /** What is still to be read of a container's log; some lines of it were read already, see `begin`. */
  rangeOf(container: string): LogRange;
  /** A reading begins. Answers with what tells, of each line in its order, whether it is new, and notes it. */
  begin(container: string): (time: string) => boolean;
}

/**
 * Makes a position. An engine takes the time of the last line as the beginning, that line included, and several lines can
 * have one time: so many as were read of it are passed over.
 */
export function createLogPosition(beginning: LogBeginning): LogPosition {
  const { follow, since, tail, mark } = beginning;
  let read = mark;
  let isFirst = true;
  return {
    rangeOf(container) {
      if (read?.container === container) return { since: sinceOf(read.time), tail: null, follow };
      // Of a container that came later everything is new.
      const wanted = isFirst && mark === null ? tail : null;
      return { since: since === null ? null : sinceOf(since), tail: wanted, follow };
    },
    begin(container) {
      isFirst = false;
      const known = read?.container === container ? read : null;
      let passed = 0;
      return (time) => {
        if (known !== null && time <= known.time && (time < known.time || passed < known.count)) {
          if (time === known.time) passed += 1;
          return false;
        }
        const again = read?.container === container && read.time === time ? read.count : 0;
        read = { container, time, count: again + 1 };
        return true;
      };
    },
  };
}
