import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { AppError } from '../../src-shared/errors.ts';

/** The built command line. */
export const commandLine = join(import.meta.dirname, '../../out/main/cli.cjs');

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON; fails the test where it is none. */
  json<T>(): T;
  /** The error of a failed command that was run with `--json`. */
  error(): AppError;
}

/** How to run a command. */
export interface CommandOptions {
  /** On top of the test's environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Put in front, such as `setpriv` with its options. */
  readonly under?: readonly string[];
}

/** Runs `persag` with these arguments to its end. */
export function runCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { cwd, under = [] }: Omit<CommandOptions, 'env'> = {},
): Promise<CommandResult> {
  const [program = process.execPath, ...rest] = [...under, process.execPath, commandLine, ...args];
  return new Promise((resolve, reject) => {
    execFile(program, rest, { env, cwd, maxBuffer: 16 * 1024 * 1024 }, (cause, stdout, stderr) => {
      const code = cause === null ? 0 : cause.code;
      if (typeof code !== 'number') return reject(cause);
      const json = <T>() => JSON.parse(stdout) as T;
      resolve({ code, stdout, stderr, json, error: () => json<{ error: AppError }>().error });
    });
  });
}
