import { spawn } from 'node:child_process';

/** More than any answer of a helper program is long. */
const maximumBytes = 1024 * 1024;

/**
 * Runs a program that is found on the PATH, without a shell, and waits for its end.
 * @param input what it reads on standard input
 * @returns its exit code and what it printed on standard output; both outputs where it failed. Rejects where it cannot be
 *   started, does not end within the limit (milliseconds), or says too much
 */
export function runProgram(
  name: string,
  args: readonly string[],
  input: string,
  limitMs = 20_000,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      shell: false,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: limitMs,
      windowsHide: true,
    });
    let [out, err] = ['', ''];
    const take = (so: string, text: string) => {
      if (so.length + text.length > maximumBytes) child.kill();
      return so + text;
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out = take(out, text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = take(err, text);
    });
    child.on('error', reject);
    // One that ends without reading leaves nobody to write to.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (code, signal) => {
      if (code === null) reject(new Error(`${name} was ended by ${signal}`));
      else resolve({ code, output: code === 0 ? out : `${out}${err}` });
    });
  });
}
