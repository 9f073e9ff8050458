import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unwritable } from './file-fault.ts';

/** Who holds a lock and for what. */
interface Owner {
  readonly pid: number;
  readonly what: string;
  readonly since: string;
}

/** A lock between processes on one home: the app and the command line never change it at the same time. */
export interface OwnerLock {
  /**
   * Takes the lock and answers with its release. Within one process it is shared: the process keeps its own order.
   * Faults: `switching/busy`, naming what the other process does; `home/unwritable`.
   */
  hold(what: string): Promise<() => Promise<void>>;
}

/** Makes a lock out of one file. The file of a dead process is taken over. */
export function createOwnerLock(path: () => string, now: () => Date): OwnerLock {
  let holders = 0;
  let claim: Promise<void> | null = null;

  return {
    async hold(what) {
      holders += 1;
      claim ??= take(path(), { pid: process.pid, what, since: now().toISOString() });
      try {
        await claim;
      } catch (cause) {
        holders -= 1;
        claim = null;
        throw cause;
      }
      let held = true;
      return async () => {
        if (!held) return;
        held = false;
        holders -= 1;
        if (holders > 0) return;
        claim = null;
        await rm(path(), { force: true });
      };
    },
  };
}

/**
 * Takes a lock that others hold for moments only, trying again while it is theirs.
 * @param limitMs how long to go on trying
 * Faults: those of `hold`, `switching/busy` at the limit only.
 */
export async function holdSoon(lock: OwnerLock, what: string, limitMs: number): Promise<() => Promise<void>> {
  const giveUpAt = performance.now() + limitMs;
  for (let pause = 2; ; pause = Math.min(pause * 2, 50)) {
    try {
      return await lock.hold(what);
    } catch (cause) {
      const isBusy = cause instanceof Fault && cause.code === 'switching/busy';
      if (!isBusy || performance.now() + pause > giveUpAt) throw cause;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

async function take(path: string, owner: Owner): Promise<void> {
  const draft = `${path}.${crypto.randomUUID().slice(0, 8)}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify(owner), { mode: 0o600 });
    // Twice at most: once against a file that is there, once after a dead owner's file was put aside.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (await linked(draft, path)) return;
      await putAsideIfDead(path);
    }
    throw busy(await readOwner(path));
  } catch (cause) {
    throw unwritable(path, cause);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** A link appears whole or not at all, so nobody ever reads a lock without its owner; false where the path is taken. */
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (cause) {
    if (isErrno(cause, 'EEXIST')) return false;
    throw cause;
  }
}

async function putAsideIfDead(path: string): Promise<void> {
  const owner = await readOwner(path);
  // Given back meanwhile. What may stand there in the next moment is somebody's living lock and not to be moved.
  if (owner === 'absent') return;
  if (isAlive(owner)) throw busy(owner);
  // Renamed before it is removed: of two processes that both saw a dead owner only one wins the rename.
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
    if (isAlive(await readOwner(aside))) await rename(aside, path);
    else await rm(aside, { force: true });
  } catch (cause) {
    if (!isErrno(cause, 'ENOENT')) throw cause;
  }
}

async function readOwner(path: string): Promise<Owner | 'absent' | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch (cause) {
    // Not ours where it is no JSON: nobody can be named.
    return isErrno(cause, 'ENOENT') ? 'absent' : null;
  }
}

function isAlive(owner: Owner | 'absent' | null): boolean {
  if (owner === null || owner === 'absent' || isOlderThanThisRun(owner)) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (cause) {
    // EPERM: there is such a process, of another account.
    return isErrno(cause, 'EPERM');
  }
}

/** How far a clock may have been set since the computer was started, in milliseconds. */
const clockStep = 60_000;

/** Whether an owner is from before the computer was started: its number is by now another process's. */
function isOlderThanThisRun({ since }: Owner): boolean {
  return Date.parse(since) < Date.now() - uptime() * 1000 - clockStep;
}

function busy(owner: Owner | 'absent' | null): Fault {
  const unknown = owner === null || owner === 'absent';
  const who = unknown ? 'Another process' : `Another process (pid ${owner.pid}), ${owner.what},`;
  return new Fault('switching/busy', `${who} is changing this home.`);
}
