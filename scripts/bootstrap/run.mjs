import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Stop } from './console.mjs';
import { root } from './paths.mjs';

/**
 * Runs a program to its end and gives what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} stdout and stderr as one text; code 127 if it cannot be started
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: exitCode(code, signal), output }));
  });
}

/** Like `capture`, but a failure throws a `Stop` with the last lines of what the program said. Resolves to the output. */
export async function mustRun(command, args, options) {
  const { code, output } = await capture(command, args, options);
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-25).join('\n');
  throw new Stop(`\`${[command, ...args].join(' ')}\` ended with code ${code}:\n${tail}`);
}

/**
 * Runs a program in the foreground: terminal, input and signals are its own, and its exit code is the result.
 * A signal is passed on once, so that the child can end in order before we do; with `detached` the terminal's Ctrl+C reaches it
 * through us alone.
 * @returns {Promise<number>}
 */
export function foreground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const terminalTells = options.detached !== true && process.stdin.isTTY === true;
    const pass = passSignals((signal) => child.kill(signal), terminalTells);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const settle = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code, signal) => {
      settle();
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * What is done with a signal that reaches us while a child runs. One press of Ctrl+C comes from the terminal and, through npm, a
 * second time; Electron would end at once at the second. What the terminal tells the child itself is not said again.
 * @param {(signal: string) => void} send
 * @param {boolean} terminalTells whether the child hears the terminal's own signals
 */
export function passSignals(send, terminalTells, now = () => performance.now()) {
  const window = 500;
  let last = Number.NEGATIVE_INFINITY;
  return (signal) => {
    if (terminalTells && signal !== 'SIGTERM') return;
    if (now() - last < window) return;
    last = now();
    send(signal);
  };
}

/** The shell's way to say it: 128 plus the signal's number for a process ended by a signal. */
function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}
