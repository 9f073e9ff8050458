import type { Disk } from './disk.ts';
import { reasonOf } from './file-fault.ts';
import { type Intent, type JournalRecord, readRecord, recordIds, recordPath } from './journal-record.ts';
import { endRecord, finishIntent, undoIntent } from './journal-steps.ts';
import type { JournalPorts, Recovered } from './journal-types.ts';
import { isAlive } from './process-identity.ts';

/** See `Journal.recover`; the records of `underWay` are no leftovers. */
export async function recoverJournal(
  ports: JournalPorts,
  underWay: ReadonlySet<string>,
): Promise<readonly Recovered[]> {
  const recovered: Recovered[] = [];
  for (const id of await recordIds(ports.disk, ports.folder())) {
    if (underWay.has(id)) continue;
    const outcome = await recoverOne(ports, recordPath(ports.folder(), id));
    if (outcome !== null) recovered.push(outcome);
  }
  return recovered;
}

async function recoverOne({ disk, log }: JournalPorts, path: string): Promise<Recovered | null> {
  let what = path;
  try {
    const record = await readRecord(disk, path);
    if (record === null) {
      log.warn(`${path} was written by a newer version of the app and is left to it`);
      return null;
    }
    what = record.intent?.what ?? path;
    if (record.intent !== null && (await ownedByOther(record.intent))) return null;
    return await bringToEnd(disk, path, record);
  } catch (cause) {
    // One that cannot be ended now must not keep the others, nor the app, from going on.
    log.error(`${what} was cut off and could not be brought to an end`, cause);
    return { what, outcome: 'stuck', details: [reasonOf(cause)] };
  }
}

async function ownedByOther({ owner }: Intent): Promise<boolean> {
  return owner.pid !== process.pid && (await isAlive(owner));
}

async function bringToEnd(disk: Disk, path: string, { intent, stage }: JournalRecord): Promise<Recovered | null> {
  if (intent === null) {
    await endRecord(disk, path);
    return null;
  }
  const finish = stage === 'committed';
  const { acted, left, aside } = finish ? await finishIntent(disk, intent) : await undoIntent(disk, intent, stage);
  await endRecord(disk, path);
  if (!acted) return null;
  return { what: intent.what, outcome: finish ? 'finished' : 'undone', details: [...left, ...aside] };
}
