import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { isErrno } from './file-fault.ts';
import { hashOf, type IntendedChange, type Intent, keptPath, type Stage, stagedPath } from './journal-record.ts';
import { readBytes } from './read-file.ts';
import { renamePatiently } from './write-file.ts';

/** What bringing a cut-off change to its end came to. */
export interface Ended {
  /** False where everything was as it should be already. */
  readonly acted: boolean;
  /** Files that another program wrote meanwhile: theirs stay. */
  readonly left: readonly string[];
}

/** Brings every file of a committed intent to its new bytes. Can be repeated. */
export async function finishIntent(disk: Disk, intent: Intent): Promise<Ended> {
  let acted = false;
  const left: string[] = [];
  for (const change of intent.changes) {
    await drop(disk, keptPath(change.path, intent.id));
    const outcome =
      change.after === null ? await finishRemoval(disk, change) : await finishWrite(disk, change, intent.id);
    acted ||= outcome !== 'nothing';
    if (outcome === 'left') left.push(change.path);
  }
  await syncFolders(disk, intent);
  return { acted, left };
}

type Outcome = 'nothing' | 'done' | 'left';

async function finishRemoval(disk: Disk, { path, before }: IntendedChange): Promise<Outcome> {
  const now = await hashAt(disk, path);
  if (now === null) return 'nothing';
  if (now !== before) return 'left';
  await disk.unlink(path);
  return 'done';
}

async function finishWrite(disk: Disk, { path, before, after }: IntendedChange, id: string): Promise<Outcome> {
  const staged = stagedPath(path, id);
  const waiting = await hashAt(disk, staged);
  // It took its place already; whatever is there now came later.
  if (waiting === null) return 'nothing';
  if (waiting !== after) throw new Fault('home/unwritable', `${staged} does not hold what was written into it.`);
  const now = await hashAt(disk, path);
  if (now === before) await renamePatiently(disk, staged, path);
  else await drop(disk, staged);
  return now === before || now === after ? 'done' : 'left';
}

/** Brings every file of an intent back to its old bytes and removes what was made on the way. Can be repeated. */
export async function undoIntent(disk: Disk, intent: Intent, stage: Stage): Promise<Ended> {
  const left: string[] = [];
  for (const change of [...intent.changes].reverse()) {
    if (stage === 'undoing' && !(await putBack(disk, change, intent.id))) left.push(change.path);
    await drop(disk, stagedPath(change.path, intent.id));
  }
  await syncFolders(disk, intent);
  for (const folder of [...intent.folders].reverse()) await removeIfEmpty(disk, folder);
  return { acted: true, left };
}

/** False where another program's text stands in the way. */
async function putBack(disk: Disk, { path, before, after }: IntendedChange, id: string): Promise<boolean> {
  const kept = keptPath(path, id);
  const waiting = await hashAt(disk, kept);
  const now = await hashAt(disk, path);
  if (before === null) {
    if (now === after && now !== null) await disk.unlink(path);
    return true;
  }
  if (waiting === before && now === after) {
    await renamePatiently(disk, kept, path);
    return true;
  }
  await drop(disk, kept);
  return waiting === null || now === before;
}

/** Removes a record, lastingly. */
export async function endRecord(disk: Disk, path: string): Promise<void> {
  await drop(disk, path);
  await ignoring(disk.syncFolder(dirname(path)), 'ENOENT', 'ENOTDIR');
}

/** Syncs the folders of all files of an intent, side by side; one that is not there has nothing to sync. */
export async function syncFolders(disk: Disk, intent: Intent): Promise<void> {
  const folders = new Set(intent.changes.map((change) => dirname(change.path)));
  await Promise.all([...folders].map((folder) => ignoring(disk.syncFolder(folder), 'ENOENT')));
}

/** The hash of a plain file, null where there is nothing, a word that no hash is where there is something else. */
async function hashAt(disk: Disk, path: string): Promise<string | null> {
  try {
    const { kind } = await disk.lstat(path);
    return kind === 'file' ? hashOf(await readBytes(disk, path)) : kind;
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return null;
    throw cause;
  }
}

async function drop(disk: Disk, path: string): Promise<void> {
  await ignoring(disk.unlink(path), 'ENOENT', 'ENOTDIR');
}

async function removeIfEmpty(disk: Disk, folder: string): Promise<void> {
  await ignoring(disk.rmdir(folder), 'ENOENT', 'ENOTEMPTY', 'EEXIST');
  await ignoring(disk.syncFolder(dirname(folder)), 'ENOENT');
}

async function ignoring(work: Promise<void>, ...codes: readonly string[]): Promise<void> {
  await work.catch((cause) => {
    if (!isErrno(cause, ...codes)) throw cause;
  });
}
