/** What is being done at the moment, on a line of its own that does not stay. */
export interface ProgressLine {
  /** Null shows nothing. */
  show(text: string | null): void;
  /** Takes the line away; calling it twice does nothing. */
  end(): void;
}

/** Where a line is written. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Makes one: on a terminal it is written over, in its width; elsewhere each tenth of the way a line of its own would be too
 * much, and only what differs in its first words is written. Nothing where it is not `wanted`.
 */
export function progressLine(terminal: Terminal, wanted: boolean): ProgressLine {
  let shown = '';
  let told = '';
  const isTerminal = terminal.isTTY === true;
  return {
    show(text) {
      if (!wanted || text === null) return;
      if (isTerminal) {
        shown = text.slice(0, Math.max(10, (terminal.columns ?? 80) - 1));
        terminal.write(`\r\u001b[2K${shown}`);
        return;
      }
      const [first = ''] = text.split(', ');
      if (first !== told) terminal.write(`${first}\n`);
      told = first;
    },
    end() {
      if (shown !== '') terminal.write('\r\u001b[2K');
      shown = '';
    },
  };
}
