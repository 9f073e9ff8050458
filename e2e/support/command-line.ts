import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
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
  /** The error of a failed command that was run with `--json`, also of a switch that was undone. */
  error(): AppError;
}

/** How to run a command. */
export interface CommandOptions {
  /** On top of the test's environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What it reads on standard input; nothing is there where this is left out. */
  readonly input?: string;
  /** Put in front, such as `setpriv` with its options. */
  readonly under?: readonly string[];
}

/** A command that runs. */
export interface RunningCommand {
  readonly pid: number;
  /** Sends it a signal, as Ctrl+C does. */
  signal(name: NodeJS.Signals): void;
  /** What it has printed so far. */
  output(): string;
  readonly ended: Promise<CommandResult>;
}

/** Starts `persag` with these arguments. */
export function startCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { cwd, input, under = [] }: Omit<CommandOptions, 'env'> = {},
): RunningCommand {
  const [program = process.execPath, ...rest] = [...under, process.execPath, commandLine, ...args];
  const child = spawn(program, rest, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  // One that ends without reading leaves nobody to write to.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  return { pid: child.pid ?? 0, signal, output: () => output, ended: resultOf(child) };
}

/** Runs `persag` with these arguments to its end. */
export function runCommandLine(...given: Parameters<typeof startCommandLine>): Promise<CommandResult> {
  return startCommandLine(...given).ended;
}

function resultOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<CommandResult> {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === null) return reject(new Error(`persag was ended by ${signal}: ${stderr}`));
      const json = <T>() => JSON.parse(stdout) as T;
      resolve({ code, stdout, stderr, json, error: () => json<{ error: AppError }>().error });
    });
  });
}
