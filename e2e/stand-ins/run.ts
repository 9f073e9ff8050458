import { execFile } from 'node:child_process';

/** Runs a program to its end and gives what it printed; fails with its last lines where it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (cause, stdout, stderr) => {
      if (cause === null) return resolve(stdout);
      const said = stderr.trim().split('\n').slice(-5).join('\n');
      reject(new Error(`${program} ${args.join(' ')} failed: ${said}`, { cause }));
    });
  });
}
