import type { LogMark } from '../../src-shared/logs.ts';

/** A line as it was read. */
export interface Line {
  /** In nanoseconds, as in a `LogMark`. */
  readonly time: string;
  readonly text: string;
  readonly stderr: boolean;
  readonly container: string;
}

/** Lines that were read and not taken yet. */
export interface LineQueue {
  readonly length: number;
  /** True where reading should stop until some were taken. */
  readonly isFull: boolean;
  push(line: Line): void;
  first(): Line | undefined;
  take(): Line | undefined;
  /** Up to where lines were taken, null before the first. */
  readonly mark: LogMark | null;
  /** Resolves as soon as the queue is not full, or with the signal. */
  room(signal: AbortSignal): Promise<void>;
}

const mostLines = 40_000;
/** UTF-16 units of text. */
const mostText = 4 * 1024 * 1024;

/** Makes an empty queue. */
export function createLineQueue(): LineQueue {
  let lines: Line[] = [];
  let head = 0;
  let text = 0;
  let mark: LogMark | null = null;
  let freed: (() => void) | null = null;
  const isFull = () => lines.length - head >= mostLines || text >= mostText;

  return {
    get length() {
      return lines.length - head;
    },
    get isFull() {
      return isFull();
    },
    get mark() {
      return mark;
    },
    push(line) {
      lines.push(line);
      text += line.text.length;
    },
    first: () => lines[head],
    take() {
      const line = lines[head];
      if (line === undefined) return undefined;
      head += 1;
      text -= line.text.length;
      if (head > 4096 && head * 2 > lines.length) {
        lines = lines.slice(head);
        head = 0;
      }
      const { container, time } = line;
      const again = mark?.container === container && mark.time === time ? mark.count : 0;
      mark = { container, time, count: again + 1 };
      if (freed !== null && !isFull()) freed();
      return line;
    },
    room(signal) {
      if (!isFull() || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          freed = null;
          signal.removeEventListener('abort', done);
          resolve();
        };
        freed = done;
        signal.addEventListener('abort', done, { once: true });
      });
    },
  };
}
