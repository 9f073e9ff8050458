import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { reasonOf, unwritable } from '../lib/file-fault.ts';
import { lookAt, removeTree } from '../lib/file-tree.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { isAlive } from '../lib/process-identity.ts';
import { renamePatiently } from '../lib/replace-file.ts';
import {
  type FolderMove,
  type ImportRecord,
  type KeptRecord,
  reach,
  readRecord,
  recordPaths,
} from './import-record.ts';
import type { ArchivesPorts } from './ports.ts';

type PlacePorts = Pick<ArchivesPorts, 'disk' | 'files' | 'folders' | 'log' | 'adopt' | 'entry'>;

/**
 * Moves complete folders into their places and enters the user: all of it or nothing, also where the process or the
 * power ends in the midst of it and `recoverImports` runs afterwards. Nothing of the preparation is left. The caller
 * holds the home. Faults: those of `adopt`, `home/unwritable`, `archives/id-taken`.
 */
export async function placeImport(ports: PlacePorts, prepared: KeptRecord): Promise<void> {
  let kept = prepared;
  try {
    kept = { ...prepared, record: { ...prepared.record, moves: await lookedAt(ports, prepared.record) } };
    await reach(ports, kept, 'placing');
    await forward(ports, kept.record);
  } catch (cause) {
    await undoAtOnce(ports, kept);
    throw unwritable(dirname(kept.record.moves[0]?.target ?? ''), cause);
  }
  await clearPlaced(ports, kept);
}

/** What stands at the places now: later it could not be told from what came. */
async function lookedAt({ disk }: PlacePorts, { moves, replace }: ImportRecord): Promise<FolderMove[]> {
  const found: FolderMove[] = [];
  for (const move of moves) {
    const replaces = (await lookAt(disk, move.target)) !== null;
    if (replaces && !replace) throw new Fault('archives/id-taken', `${move.target} was made meanwhile.`);
    found.push({ ...move, replaces });
  }
  return found;
}

/** What was replaced goes only once it is written down that nobody needs it to go back. */
async function clearPlaced(ports: PlacePorts, kept: KeptRecord): Promise<void> {
  try {
    await clearImport(ports, await reach(ports, kept, 'placed'));
  } catch (cause) {
    ports.log.error('what was replaced by an import was left behind; the next start looks at it', cause);
  }
}

/** Where it cannot be undone now, everything is left as it is, for the next start. */
async function undoAtOnce(ports: PlacePorts, kept: KeptRecord): Promise<void> {
  try {
    await undo(ports, await reach(ports, kept, 'undoing'));
  } catch (cause) {
    ports.log.error('an import that failed could not be taken back; the next start tries again', cause);
    return;
  }
  await clearImport(ports, kept);
}

/** Removes what was prepared or replaced, and the record. A failure leaves the rest to the next start. */
export async function clearImport({ disk, files, log }: PlacePorts, { path, record }: KeptRecord): Promise<void> {
  try {
    for (const move of record.moves) await keepAside(disk, move);
    for (const workshop of record.workshops) {
      await removeTree(disk, workshop);
      await syncIfThere(disk, dirname(workshop));
    }
    await files.remove(path);
  } catch (cause) {
    log.error('what was prepared for an import was left behind; the next start looks at it', cause);
  }
}

/** Whether an import was cut off, or goes on in another process. */
export async function hasImports(ports: PlacePorts): Promise<boolean> {
  return (await recordPaths(ports)).length > 0;
}

/**
 * Ends or undoes what was cut off; to be called at a start, with the home held. Can be cut off and repeated.
 * @returns what was done, in words
 */
export async function recoverImports(ports: PlacePorts): Promise<readonly string[]> {
  const done: string[] = [];
  for (const path of await recordPaths(ports)) {
    const kept = await readRecord(ports, path);
    if (kept === null) {
      ports.log.warn(`${path} was written by a newer version of the app and is left to it`);
      continue;
    }
    const { record } = kept;
    if (record.owner.pid !== process.pid && (await isAlive(record.owner))) continue;
    const what = `Importing ${record.entry.user_id} from ${record.archive}`;
    try {
      const outcome = await recoverOne(ports, kept);
      done.push(`${what} was cut off, and is ${outcome} now.`);
    } catch (cause) {
      ports.log.error(`${what} was cut off and could not be brought to an end`, cause);
      done.push(`${what} was cut off and cannot be brought to an end: ${reasonOf(cause)}.`);
    }
  }
  return done;
}

async function recoverOne(ports: PlacePorts, kept: KeptRecord): Promise<'finished' | 'undone'> {
  const { record } = kept;
  if (record.stage === 'filling' || record.stage === 'placed') {
    await clearImport(ports, kept);
    return record.stage === 'placed' ? 'finished' : 'undone';
  }
  // A disk that is not there now holds what belongs to the user: not a moment to decide anything.
  for (const { target } of record.moves) await ports.disk.stat(dirname(target));
  if (record.stage === 'placing') {
    try {
      await forward(ports, record);
      await clearPlaced(ports, kept);
      return 'finished';
    } catch (cause) {
      ports.log.warn(`an import could not be finished and is taken back: ${reasonOf(cause)}`);
      await reach(ports, kept, 'undoing');
    }
  }
  await undo(ports, kept);
  await clearImport(ports, kept);
  return 'undone';
}

/** Can be cut off and repeated: what was done is seen by what is there. */
async function forward(ports: PlacePorts, record: ImportRecord): Promise<void> {
  for (const move of record.moves) await moveIn(ports, move);
  const { entry, look, replace } = record;
  const there = await isEntered(ports, entry.user_id);
  // An earlier try may have entered a new user; who was replaced looks the same twice.
  if (replace || !there) await ports.adopt({ entry, look, replace: replace && there });
}

async function keepAside(disk: PlacePorts['disk'], { aside, keep }: FolderMove): Promise<void> {
  if (keep === null || (await lookAt(disk, aside)) === null) return;
  await makeFolder(disk, dirname(keep));
  await renamePatiently(disk, aside, keep);
  await disk.syncFolder(dirname(keep));
  await disk.syncFolder(dirname(aside));
}

async function moveIn({ disk }: PlacePorts, move: FolderMove): Promise<void> {
  const { staged, target, aside, replaces } = move;
  const { isStaged, isThere, isAside } = await whereabouts(disk, move);
  if (!isStaged) {
    if (isThere && isAside === replaces) return;
    throw new Fault('home/unwritable', `${target} was prepared, and is not there any more.`);
  }
  if (isThere) {
    if (!replaces || isAside) throw new Fault('archives/id-taken', `${target} was made meanwhile.`);
    await renamePatiently(disk, target, aside);
    await disk.syncFolder(dirname(aside));
    await disk.syncFolder(dirname(target));
  }
  await renamePatiently(disk, staged, target);
  await disk.syncFolder(dirname(staged));
  await disk.syncFolder(dirname(target));
}

async function whereabouts(disk: PlacePorts['disk'], { staged, target, aside }: FolderMove) {
  const isAt = async (path: string) => (await lookAt(disk, path)) !== null;
  return { isStaged: await isAt(staged), isThere: await isAt(target), isAside: await isAt(aside) };
}

/** Puts back what was there before. Can be cut off and repeated. */
async function undo({ disk }: PlacePorts, { record }: KeptRecord): Promise<void> {
  for (const move of [...record.moves].reverse()) {
    const { staged, target, aside, replaces } = move;
    const { isStaged, isThere, isAside } = await whereabouts(disk, move);
    // What is there and replaces nothing that waits is what was there before.
    const isOurs = isThere && !isStaged && isAside === replaces;
    if (isOurs) await renamePatiently(disk, target, staged);
    if (isAside) await renamePatiently(disk, aside, target);
    for (const folder of [staged, target, aside].map(dirname)) await syncIfThere(disk, folder);
  }
}

async function isEntered({ entry }: PlacePorts, id: string): Promise<boolean> {
  try {
    await entry(id);
    return true;
  } catch (cause) {
    if (cause instanceof Fault && cause.code === 'users/unknown') return false;
    throw cause;
  }
}

async function syncIfThere(disk: PlacePorts['disk'], folder: string): Promise<void> {
  if ((await lookAt(disk, folder))?.kind === 'folder') await disk.syncFolder(folder);
}
