import { Fault } from '../../src-shared/errors.ts';
import type { HomeNotice } from '../../src-shared/home.ts';
import { reasonOf } from '../lib/file-fault.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Recovered } from '../lib/journal-types.ts';
import type { OwnerLock } from '../lib/owner-lock.ts';
import type { Log } from '../ports.ts';
import { isEmptyHome, seedHome } from './seed.ts';

/** What a home is brought in order with. */
export interface SettlePorts {
  readonly files: Files;
  readonly journal: Journal;
  readonly lock: OwnerLock;
  readonly log: Log;
}

/** Milliseconds to wait for another process that opens the same home at the same time. */
const patience = 5000;

/**
 * Brings a home in order before anybody reads it: what was cut off is finished or undone, an empty home is filled from
 * the seed. Nothing is written, and no lock taken, where there is nothing to do.
 * @returns what the person is to be told. Faults, for an empty home only: `switching/busy`, `home/unwritable`.
 */
export async function settleHome(home: string, seed: string, ports: SettlePorts): Promise<readonly HomeNotice[]> {
  const { files, journal, lock, log } = ports;
  const empty = await isEmptyHome(home, files);
  try {
    if (!empty && !(await journal.pending())) return [];
    const release = await lock.hold('bringing the home in order', patience);
    try {
      const recovered = await journal.recover();
      if (await isEmptyHome(home, files)) await seedHome(home, seed, files, journal);
      return recovered.map((one) => told(one, log));
    } finally {
      await release();
    }
  } catch (cause) {
    // A home with something in it can be looked at all the same.
    if (empty) throw cause;
    if (cause instanceof Fault && cause.code === 'switching/busy') return [];
    return [told({ what: 'a change of the home', outcome: 'stuck', details: [reasonOf(cause)] }, log)];
  }
}

function told(recovered: Recovered, log: Log): HomeNotice {
  const notice = noticeOf(recovered);
  log.warn(notice.message);
  return notice;
}

function noticeOf({ what, outcome, details }: Recovered): HomeNotice {
  const more = details.length === 0 ? '' : ` (${details.join('; ')})`;
  if (outcome === 'stuck') {
    return {
      code: 'recovery-stuck',
      message: `Cut off in the midst, and cannot be brought to an end: ${what}${more}.`,
      hint: 'Correct what the disk refuses, then start again: it is tried anew at every start.',
    };
  }
  const left =
    details.length === 0 ? '' : ` Files that another program wrote meanwhile were left: ${details.join(', ')}.`;
  return {
    code: 'recovered',
    message: `Cut off in the midst, and ${outcome} now: ${what}.${left}`,
    hint: left === '' ? 'Nothing needs to be done.' : 'Look at the files named, whether they fit the others.',
  };
}
