import type { AppError } from '../../src-shared/errors.ts';

/**
 * Exit codes that scripts may rely on; `differs` and `unknown` are of comparisons. `busy`: something else is at work, and
 * nothing was changed; `left`: it failed, and not all of it could be taken back.
 */
export const exitCodes = { done: 0, failed: 1, usage: 2, differs: 3, unknown: 4, busy: 5, left: 6 } as const;
/** One of them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code that a failure ends with. */
export function exitCodeOf({ code }: AppError): ExitCode {
  if (code === 'switching/busy') return exitCodes.busy;
  return code === 'switching/undo-incomplete' ? exitCodes.left : exitCodes.failed;
}

/** Where a command writes; replaceable in tests. */
export interface Output {
  /** Prints the answer: as one JSON value with `--json`, else as the text. */
  answer(value: unknown, text: string): void;
  /** Prints what scripts read with `--json`, and nothing without: for what was written piece by piece already. */
  value(value: unknown): void;
  /** Prints a failure: `{error:{code,message,hint}}` on standard output with `--json`, else words on standard error. */
  failure(error: AppError): void;
  /** A line of progress on standard error; none with `--json`. */
  progress(line: string): void;
}

/** Makes the output of one command. */
export function createOutput(json: boolean, out: (text: string) => void, err: (text: string) => void): Output {
  return {
    answer: (value, text) => out(`${json ? JSON.stringify(value, null, 2) : text}\n`),
    value(value) {
      if (json) out(`${JSON.stringify(value, null, 2)}\n`);
    },
    failure(error) {
      if (json) out(`${JSON.stringify({ error }, null, 2)}\n`);
      else err(`${failureText(error)}\n`);
    },
    progress(line) {
      if (!json) err(`${line}\n`);
    },
  };
}

/** A failure in words: what happened, what to do, details, the code for a search. */
export function failureText(error: AppError): string {
  const details = (error.details ?? []).map((detail) => `  | ${detail}`);
  return [`Error: ${error.message}`, ...details, error.hint, `(${error.code})`].join('\n');
}

/** Rows with aligned columns, two blanks between them. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
