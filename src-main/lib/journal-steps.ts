import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { isErrno } from './file-fault.ts';
import { hashOf, type IntendedChange, type Intent, type Stage, stagedPath } from './journal-record.ts';
import { readBytes } from './read-file.ts';
import { giveBack, putInPlace, type Replacing, replacedKnown } from './replace-file.ts';

/** What bringing a cut-off change to its end came to. */
export interface Ended {
  /** False where everything was as it should be already. */
  readonly acted: boolean;
  /** Files that another program wrote meanwhile: theirs stay. */
  readonly left: readonly string[];
  /** Where earlier texts of theirs are kept that are not the newest. */
  readonly aside: readonly string[];
}

/** How one file of an intent changes places with what waits beside it; hashes instead of bytes. */
export function replacingOf(disk: Disk, { path, before, after }: IntendedChange, id: string): Replacing {
  return {
    path,
    waiting: stagedPath(path, id),
    change: before === null ? 'made' : after === null ? 'removed' : 'replaced',
    holdsBefore: async (at) => (await hashAt(disk, at)) === before,
    holdsAfter: async (at) => (await hashAt(disk, at)) === after,
  };
}

/** Brings every file of a committed intent to its new bytes. Can be repeated. */
export async function finishIntent(disk: Disk, intent: Intent): Promise<Ended> {
  let acted = false;
  const left: string[] = [];
  const aside: string[] = [];
  for (const change of intent.changes) {
    const outcome = await finishChange(disk, change, intent.id, aside);
    acted ||= outcome !== 'nothing';
    if (outcome === 'left') left.push(change.path);
  }
  await syncFolders(disk, intent);
  return { acted, left, aside };
}

type Outcome = 'nothing' | 'done' | 'left';

async function finishChange(disk: Disk, change: IntendedChange, id: string, aside: string[]): Promise<Outcome> {
  const { path, before, after } = change;
  const replacing = replacingOf(disk, change, id);
  const waiting = await hashAt(disk, replacing.waiting);
  const now = await hashAt(disk, path);
  // It took its place already, and what it replaced was looked at; whatever is there now came later.
  if (waiting === null && after !== null) return 'nothing';
  if (waiting === null && now !== before) return now === null ? 'nothing' : 'left';
  // Its turn had not come.
  if (waiting === after && now === before) return placeNow(disk, replacing, aside);
  if (waiting === before || waiting === after) {
    await dropWaiting(disk, replacing);
    return now === after ? 'nothing' : 'left';
  }
  if (now === before && after !== null) {
    throw new Fault('home/unwritable', `${replacing.waiting} does not hold what was written into it.`);
  }
  // Another program wrote in the moment of the replacement, and nobody saw it any more.
  aside.push(...(await giveBack(disk, replacing)));
  return 'left';
}

async function placeNow(disk: Disk, replacing: Replacing, aside: string[]): Promise<Outcome> {
  await putInPlace(disk, replacing);
  if (await replacedKnown(disk, replacing)) {
    await dropWaiting(disk, replacing);
    return 'done';
  }
  aside.push(...(await giveBack(disk, replacing)));
  return 'left';
}

/** A new file's second name must not go before the first one lasts: a power cut could leave neither. */
async function dropWaiting(disk: Disk, { path, waiting, change }: Replacing): Promise<void> {
  if (change === 'made') await ignoring(disk.syncFolder(dirname(path)), 'ENOENT');
  await drop(disk, waiting);
}

/** Brings every file of an intent back to its old bytes and removes what was made on the way. Can be repeated. */
export async function undoIntent(
  disk: Disk,
  intent: Pick<Intent, 'id' | 'changes' | 'folders'>,
  stage: Stage,
): Promise<Ended> {
  const left: string[] = [];
  const aside: string[] = [];
  for (const change of [...intent.changes].reverse()) {
    if (stage === 'undoing' && !(await putBack(disk, change, intent.id, aside))) left.push(change.path);
    await drop(disk, stagedPath(change.path, intent.id));
  }
  await syncFolders(disk, intent);
  for (const folder of [...intent.folders].reverse()) await removeIfEmpty(disk, folder);
  return { acted: true, left, aside };
}

/** False where another program's text stands in the way. */
async function putBack(disk: Disk, change: IntendedChange, id: string, aside: string[]): Promise<boolean> {
  const { path, before, after } = change;
  const replacing = replacingOf(disk, change, id);
  const waiting = await hashAt(disk, replacing.waiting);
  const now = await hashAt(disk, path);
  if (now === before) return true;
  // Only what took its place is taken back. A removal leaves the place empty, and the old file waiting.
  const placed = replacing.change === 'made' ? now === after : waiting !== null && waiting !== after;
  if (!placed) return true;
  aside.push(...(await giveBack(disk, replacing)));
  return now === after;
}

/** Removes a record, lastingly. */
export async function endRecord(disk: Disk, path: string): Promise<void> {
  await drop(disk, path);
  await ignoring(disk.syncFolder(dirname(path)), 'ENOENT', 'ENOTDIR');
}

/** Syncs the folders of all files of an intent, side by side; one that is not there has nothing to sync. */
export async function syncFolders(disk: Disk, intent: Pick<Intent, 'changes'>): Promise<void> {
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
