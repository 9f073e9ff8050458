import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Api, contract } from '../../src-shared/contract.ts';
import type { Result } from '../../src-shared/errors.ts';
import { type AppFeatures, createApp } from '../app.ts';
import { connect } from '../dispatch.ts';
import { toAppError } from '../lib/app-error.ts';
import { takeEnvironment } from '../lib/scrub-environment.ts';
import { consoleLog, systemClock } from '../lib/system.ts';
import { createOutput, type ExitCode, exitCodeOf, exitCodes, type Output } from './output.ts';

/** The options every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly home?: string;
}

/** What a command works with. */
export interface Session {
  readonly api: Api;
  readonly features: AppFeatures;
  readonly output: Output;
}

/** Thrown by `unwrap`: a call's failure on its way to the exit code. */
class CallFailed extends Error {
  readonly result: Extract<Result<unknown>, { ok: false }>;

  constructor(result: Extract<Result<unknown>, { ok: false }>) {
    super(result.error.message);
    this.result = result;
  }
}

/** The value of a call, or the end of the command with the call's error. */
export async function unwrap<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new CallFailed(result);
  return result.value;
}

/**
 * Opens the app on the chosen home without watching it, runs one command, ends the app. Sets the exit code: 0, or that of
 * the error that is printed, or 1 where the command itself answers `false`; or the one it answers with.
 */
export async function runCommand(
  options: CommonOptions,
  command: (session: Session) => Promise<boolean | ExitCode>,
): Promise<void> {
  const output = createOutput(
    options.json === true,
    (text) => void process.stdout.write(text),
    (text) => void process.stderr.write(text),
  );
  const env = takeEnvironment(process.env);
  const app = createApp({
    surroundings: {
      env: options.home === undefined ? env : { ...env, PERSAG_HOME: options.home },
      homeFolder: homedir(),
      platform: process.platform,
      seedFolder: seedFolder(),
      version: process.env.npm_package_version ?? '',
    },
    clock: systemClock,
    log: consoleLog,
    desktop: null,
    // The operating system keeps secrets for the app alone (docs/decisions/0011).
    keychain: 'passphrase',
  });
  const interrupted = onInterrupt(() => void app.end().catch((cause) => consoleLog.error('could not end', cause)));
  outliveReaders();
  try {
    await app.open({ watch: false });
    const api = connect(contract, app.features, app.calls, { kind: 'cli', windowId: 0 });
    const done = await command({ api, features: app.features, output });
    process.exitCode = typeof done === 'number' ? done : done ? exitCodes.done : exitCodes.failed;
  } catch (cause) {
    const error = cause instanceof CallFailed ? cause.result.error : toAppError(cause, consoleLog);
    output.failure(error);
    process.exitCode = exitCodeOf(error);
  } finally {
    await app.end();
    interrupted();
  }
}

/**
 * Whoever reads the output may end first, as `head` does: the command goes on without them, for a switch that died of it
 * would be left half done.
 */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // Never taken off: what was written last fails only after the command's end.
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EPIPE') throw cause;
    });
  }
}

/** Ctrl+C takes a switch back, stops a migration, and ends the wait for a service, instead of leaving them half done. */
function onInterrupt(cancel: () => void): () => void {
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return () => {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  };
}

/** assets/seed beside the built command line, wherever the app was put. */
function seedFolder(): string {
  const script = realpathSync(process.argv[1] ?? '.');
  return join(dirname(script), '..', '..', 'assets', 'seed');
}
