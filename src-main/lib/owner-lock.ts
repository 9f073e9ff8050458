import { Fault } from '../../src-shared/errors.ts';
import { type Disk, realDisk } from './disk.ts';
import { unwritable } from './file-fault.ts';
import { claimFile, type Owner } from './owner-file.ts';

/** A lock between processes on one home: the app and the command line never change it at the same time. */
export interface OwnerLock {
  /**
   * Takes the lock and answers with its release. Within one process it is shared: the process keeps its own order.
   * Faults: `switching/busy`, naming what the other process does; `switching/cancelled` where the signal ends the waiting;
   * `home/unwritable`.
   * @param patience milliseconds to wait for another process, none if left out
   */
  hold(what: string, patience?: number, signal?: AbortSignal): Promise<() => Promise<void>>;
}

const unending = new AbortController().signal;
/** Milliseconds between two tries while another process has the lock. */
const tryEvery = 25;

/**
 * Makes a lock out of one file with its owner in it: who that is says the operating system, not the clock, so that a
 * computer that slept for a night changes nothing. The file of a dead process is taken over.
 */
export function createOwnerLock(path: () => string, disk: Disk = realDisk): OwnerLock {
  let holders = 0;
  let claim: Promise<() => Promise<void>> | null = null;
  // A claim begins when the former one is given up, or this process would find itself in its own way.
  let former: Promise<unknown> = Promise.resolve();

  return {
    async hold(what, patience = 0, signal = unending) {
      holders += 1;
      claim ??= former.then(() => take(disk, path(), what, { patience, signal }));
      const own = claim;
      let release: () => Promise<void>;
      try {
        release = await own;
      } catch (cause) {
        holders -= 1;
        if (claim === own) claim = null;
        throw cause;
      }
      let held = true;
      return async () => {
        if (!held) return;
        held = false;
        holders -= 1;
        if (holders > 0) return;
        claim = null;
        const releasing = release();
        former = releasing.catch(() => undefined);
        await releasing;
      };
    },
  };
}

async function take(
  disk: Disk,
  path: string,
  what: string,
  { patience, signal }: { patience: number; signal: AbortSignal },
): Promise<() => Promise<void>> {
  const giveUpAt = performance.now() + patience;
  for (;;) {
    const claim = await claimFile(disk, path, what).catch((cause) => {
      throw unwritable(path, cause);
    });
    if (claim.ours) return claim.release;
    if (performance.now() + tryEvery > giveUpAt) throw busy(claim.owner);
    if (signal.aborted) throw new Fault('switching/cancelled', 'It was cancelled while it waited for another process.');
    await new Promise((resolve) => setTimeout(resolve, tryEvery));
  }
}

function busy(owner: Owner | null): Fault {
  const who = owner === null ? 'Another process' : `Another process (pid ${owner.pid}), ${owner.what},`;
  return new Fault('switching/busy', `${who} is changing this home.`);
}
