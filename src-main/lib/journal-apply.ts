import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { reasonOf, unwritable } from './file-fault.ts';
import { hashOf, type Intent, intentLine, newRecordId, recordPath, stagedPath, stageLine } from './journal-record.ts';
import { endRecord, replacingOf, syncFolders, undoIntent } from './journal-steps.ts';
import type { FileChange, JournalPorts } from './journal-types.ts';
import { makeFolder, missingFolders } from './make-folder.ts';
import { ownIdentity } from './process-identity.ts';
import { sameBytes } from './read-file.ts';
import { changedFault, ignoreAbsent, putInPlace, type Replacing, replacedKnown } from './replace-file.ts';
import { refuseChanged, replaceable, stageFile, writeAtomically } from './write-file.ts';

/** For this account alone, where a file comes new: it may hold a key. */
const newMode = 0o600;

/** See `Journal.apply`; `underWay` holds the ids of the records that this process is at. */
export async function applyChanges(
  ports: JournalPorts,
  what: string,
  changes: readonly FileChange[],
  underWay: Set<string>,
): Promise<void> {
  const { disk } = ports;
  await refuseChanges(disk, changes);
  const real = changes.filter((change) => !sameBytes(change.before, change.after));
  const folders = await foldersToMake(disk, real);
  const [only] = real;
  if (only === undefined) return;
  // One change of place is whole by itself.
  if (real.length === 1 && folders.length === 0 && only.after !== null) {
    return writeAtomically(disk, only.path, only.after, { mode: only.mode ?? newMode, before: only.before });
  }
  const id = newRecordId(ports.clock.now());
  const intent: Intent = {
    kind: 'intent',
    version: 1,
    id,
    what,
    since: ports.clock.now().toISOString(),
    owner: await ownIdentity(),
    folders: [...folders],
    changes: real.map(({ path, before, after }) => ({ path, before: hashOf(before), after: hashOf(after) })),
  };
  underWay.add(id);
  try {
    await applyTogether(ports, intent, real);
  } finally {
    underWay.delete(id);
  }
}

/** Looks at every file, so that the fault names all that stand in the way. */
async function refuseChanges(disk: Disk, changes: readonly FileChange[]): Promise<void> {
  const looks = await Promise.allSettled(
    changes.map(async ({ path, before }) => {
      await replaceable(disk, path).catch((cause) => {
        throw unwritable(path, cause);
      });
      await refuseChanged(disk, path, before);
    }),
  );
  const failures = looks.flatMap((look): unknown[] => (look.status === 'rejected' ? [look.reason] : []));
  const [first] = failures;
  if (first === undefined) return;
  if (!(first instanceof Fault) || first.code !== 'home/file-changed') throw first;
  const details = failures.flatMap((failure) => (failure instanceof Fault ? failure.details : []));
  throw new Fault(first.code, first.message, { cause: first, details });
}

async function foldersToMake(disk: Disk, changes: readonly FileChange[]): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const { path, after } of changes) {
    if (after === null) continue;
    for (const folder of await missingFolders(disk, dirname(path)).catch(faultOf(path))) folders.add(folder);
  }
  return [...folders];
}

async function applyTogether(ports: JournalPorts, intent: Intent, changes: readonly FileChange[]): Promise<void> {
  const { disk } = ports;
  const record = recordPath(ports.folder(), intent.id);
  let committing = false;
  try {
    await begin(disk, record, intent);
    await stageAll(disk, intent, changes);
    await refuseChanges(disk, changes);
    committing = true;
    await mark(disk, record, stageLine(intent.id, 'committed'));
    const replacings = intent.changes.map((change) => replacingOf(disk, change, intent.id));
    for (const replacing of replacings) await putKnownInPlace(disk, replacing).catch(faultOf(replacing.path));
    await syncFolders(disk, intent);
    await refuseAllReplaced(disk, replacings);
  } catch (cause) {
    const aside = await takeBack(ports, intent, committing).catch((failure) => {
      ports.log.error(`${intent.what} could be neither done nor taken back`, failure);
      const left = `What was done so far could not be taken back (${reasonOf(failure)}); the next start looks at it again.`;
      throw new Fault('home/unwritable', `${reasonOf(cause)} ${left}`, { cause });
    });
    throw withAside(unwritable(record, cause), aside);
  }
  // Past here nothing is taken back: some of the old files may be gone already. A record that stays is ended by the next start.
  await end(disk, record, intent).catch((cause) => {
    ports.log.warn(`${intent.what} is done, but was not tidied up after: ${reasonOf(cause)}`);
  });
}

/** With a last look, so that as little as can be has to be given back; only the change of places itself is sure. */
async function putKnownInPlace(disk: Disk, replacing: Replacing): Promise<void> {
  if (replacing.change !== 'made' && !(await replacing.holdsBefore(replacing.path))) throw changedFault(replacing.path);
  await putInPlace(disk, replacing);
}

/** The fault with the files named that texts of other programs had to be put aside in. */
function withAside(fault: Fault, aside: readonly string[]): Fault {
  if (aside.length === 0) return fault;
  const details = [...fault.details, ...aside];
  return new Fault(fault.code, `${fault.message} An earlier text is kept in ${aside.join(', ')}.`, {
    cause: fault,
    details,
  });
}

/** Looks at everything that was replaced, so that the fault names all that other programs wrote in the moment of it. */
async function refuseAllReplaced(disk: Disk, replacings: readonly Replacing[]): Promise<void> {
  const known = await Promise.all(replacings.map((replacing) => replacedKnown(disk, replacing)));
  const details = replacings.flatMap(({ path }, index) => (known[index] === true ? [] : [path]));
  const [first] = details;
  if (first !== undefined) throw new Fault('home/file-changed', changedFault(first).message, { details });
}

async function begin(disk: Disk, record: string, intent: Intent): Promise<void> {
  await makeFolder(disk, dirname(record));
  const file = await disk.create(record, 0o600);
  try {
    await file.write(intentLine(intent));
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.syncFolder(dirname(record));
}

async function stageAll(disk: Disk, intent: Intent, changes: readonly FileChange[]): Promise<void> {
  for (const folder of intent.folders) await makeFolder(disk, folder).catch(faultOf(folder));
  // All are waited for: one that still wrote after another had failed would leave a file behind.
  const staged = await Promise.allSettled(
    changes.map(async ({ path, after, mode }) => {
      if (after === null) return;
      const old = await replaceable(disk, path);
      await stageFile(disk, stagedPath(path, intent.id), after, old, mode ?? newMode).catch(faultOf(path));
    }),
  );
  for (const outcome of staged) if (outcome.status === 'rejected') throw outcome.reason;
  await syncFolders(disk, intent);
}

async function mark(disk: Disk, record: string, line: Uint8Array): Promise<void> {
  const file = await disk.append(record);
  try {
    await file.write(line);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * A record that comes back after a power cut finds nothing to do; only a removal could be repeated on a later file. What
 * was replaced may come back too: `clearStaged` removes what no record knows.
 */
async function end(disk: Disk, record: string, intent: Intent): Promise<void> {
  await Promise.all(intent.changes.map(({ path }) => disk.unlink(stagedPath(path, intent.id)).catch(ignoreAbsent)));
  if (intent.changes.some((change) => change.after === null)) await endRecord(disk, record);
  else await disk.unlink(record);
}

/** @returns where texts of other programs had to be put aside */
async function takeBack(ports: JournalPorts, intent: Intent, committing: boolean): Promise<readonly string[]> {
  const { disk } = ports;
  const record = recordPath(ports.folder(), intent.id);
  if (committing) await mark(disk, record, stageLine(intent.id, 'undoing'));
  const { aside } = await undoIntent(disk, intent, committing ? 'undoing' : 'prepared');
  await endRecord(disk, record);
  return aside;
}

function faultOf(path: string): (cause: unknown) => never {
  return (cause) => {
    throw unwritable(path, cause);
  };
}
