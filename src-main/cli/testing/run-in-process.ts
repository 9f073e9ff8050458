import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';

/** What a command printed and ended with. */
export interface Ran {
  /** As the process would: wrong usage is 2. */
  readonly code: number | string | null | undefined;
  readonly said: string;
  /** What was said, as JSON. */
  json(): unknown;
}

/**
 * Runs a command of the command line in this process, which takes no time to start; `process.exitCode` is put back.
 * Standard output and error are not printed.
 * @param add what adds the command to the program
 */
export async function runInProcess(add: (program: Command) => void, args: readonly string[]): Promise<Ran> {
  let said = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const before = process.exitCode;
  const program = new Command().option('--json').option('--home <folder>').exitOverride();
  add(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return { code: process.exitCode, said, json: () => JSON.parse(said) as unknown };
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    return { code: cause.exitCode === 0 ? 0 : 2, said, json: () => JSON.parse(said) as unknown };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}
