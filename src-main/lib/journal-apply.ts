import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { reasonOf, unwritable } from './file-fault.ts';
import {
  hashOf,
  type Intent,
  intentLine,
  keptPath,
  newRecordId,
  recordPath,
  stagedPath,
  stageLine,
} from './journal-record.ts';
import { endRecord, syncFolders, undoIntent } from './journal-steps.ts';
import type { FileChange, JournalPorts } from './journal-types.ts';
import { makeFolder, missingFolders } from './make-folder.ts';
import { ownIdentity } from './process-identity.ts';
import { sameBytes } from './read-file.ts';
import { refuseChanged, renamePatiently, replaceable, stageFile, writeAtomically } from './write-file.ts';

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
  // One rename is whole by itself.
  if (real.length === 1 && folders.length === 0) return applyAlone(disk, only);
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

async function applyAlone(disk: Disk, { path, before, after, mode }: FileChange): Promise<void> {
  if (after !== null) return writeAtomically(disk, path, after, { mode: mode ?? newMode, before });
  await disk.unlink(path).catch(faultOf(path));
  await disk.syncFolder(dirname(path)).catch(faultOf(path));
}

async function applyTogether(ports: JournalPorts, intent: Intent, changes: readonly FileChange[]): Promise<void> {
  const { disk } = ports;
  const record = recordPath(ports.folder(), intent.id);
  const done: FileChange[] = [];
  let committing = false;
  try {
    await begin(disk, record, intent);
    await stageAll(disk, intent, changes);
    await refuseChanges(disk, changes);
    committing = true;
    await mark(disk, record, stageLine(intent.id, 'committed'));
    for (const change of changes) {
      await refuseChanged(disk, change.path, change.before);
      await putInPlace(disk, change, intent.id);
      done.push(change);
    }
    await syncFolders(disk, intent);
    await end(disk, record, intent);
  } catch (cause) {
    await takeBack(ports, intent, committing ? done : null).catch((failure) => {
      ports.log.error(`${intent.what} could be neither done nor taken back`, failure);
      const left = `What was done so far could not be taken back (${reasonOf(failure)}); the next start looks at it again.`;
      throw new Fault('home/unwritable', `${reasonOf(cause)} ${left}`, { cause });
    });
    throw unwritable(record, cause);
  }
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

async function putInPlace(disk: Disk, { path, after }: FileChange, id: string): Promise<void> {
  const work = after === null ? disk.unlink(path) : renamePatiently(disk, stagedPath(path, id), path);
  await work.catch(faultOf(path));
}

/** A record that comes back after a power cut finds nothing to do; only a removal could be repeated on a later file. */
async function end(disk: Disk, record: string, intent: Intent): Promise<void> {
  if (intent.changes.some((change) => change.after === null)) await endRecord(disk, record);
  else await disk.unlink(record);
}

/** @param done what is in place already, null where the commit was not reached */
async function takeBack(ports: JournalPorts, intent: Intent, done: readonly FileChange[] | null): Promise<void> {
  const { disk } = ports;
  const record = recordPath(ports.folder(), intent.id);
  if (done !== null) {
    for (const { path, before } of done) {
      if (before === null) continue;
      await stageFile(disk, keptPath(path, intent.id), before, await replaceable(disk, path), newMode);
    }
    await syncFolders(disk, intent);
    await mark(disk, record, stageLine(intent.id, 'undoing'));
  }
  await undoIntent(disk, intent, done === null ? 'prepared' : 'undoing');
  await endRecord(disk, record);
}

function faultOf(path: string): (cause: unknown) => never {
  return (cause) => {
    throw unwritable(path, cause);
  };
}
