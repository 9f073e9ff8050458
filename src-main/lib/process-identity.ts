import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process that cannot be taken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the platform's own words, to be compared only; null where the platform does not tell. */
  readonly started: string | null;
}

const run = promisify(execFile);
let own: Promise<ProcessIdentity> | null = null;

/** This process. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= startOf(process.pid).then((started) => ({ pid: process.pid, started }));
  return own;
}

/** Whether that very process still runs: another one that was given its number since does not count. */
export async function isAlive({ pid, started }: ProcessIdentity): Promise<boolean> {
  if (!exists(pid)) return false;
  if (started === null) return true;
  const now = await startOf(pid);
  // Not told: rather believe that it lives than take away what it holds.
  return now === null || now === started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: there is such a process, of another account.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

async function startOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return await startOnLinux(pid);
    if (process.platform === 'win32') return await startOnWindows(pid);
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/** Ticks since the start of the computer, so that start is named too. */
async function startOnLinux(pid: number): Promise<string | null> {
  const [boot, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  // The second field is the program's name in brackets and may itself hold blanks and brackets: counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  // A zombie has ended and only waits for its parent to ask.
  if (ticks === undefined || state === 'Z' || state === 'X') return 'ended';
  return `${boot.trim()} ${ticks}`;
}

async function startOnWindows(pid: number): Promise<string | null> {
  const question = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', question], {
    windowsHide: true,
  });
  return stdout.trim() || null;
}
