import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { isErrno, reasonOf, unwritable } from './file-fault.ts';
import { copyFile, hashOf, lookAt } from './file-tree.ts';
import { inParallel } from './in-parallel.ts';
import { makeFolder } from './make-folder.ts';
import { readBytes } from './read-file.ts';
import { changedFault, giveBack, putInPlace, type Replacing } from './replace-file.ts';

/** One file as it must be before and as it is to be after: SHA-256 in hex, null for no file. */
export interface SwapEntry {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A folder that comes or goes with files. */
export interface SwapFolder {
  /** Relative to the root, with slashes. */
  readonly path: string;
  /** Permission bits it is made with. */
  readonly mode: number;
}

/** Many files of one folder that change together. */
export interface Swap {
  readonly entries: readonly SwapEntry[];
  /** Folders that are missing, those above first. */
  readonly make: readonly SwapFolder[];
  /** Folders that go if nothing is left in them, those below first. */
  readonly drop: readonly SwapFolder[];
}

/** Where a swap is prepared and what it changes; both on one file system, for files are moved, not copied. */
export interface SwapPlace {
  readonly disk: Disk;
  /** The folder whose files change. */
  readonly root: string;
  /** What is prepared: `new/<path>`, `old/<path>`, and the record. */
  readonly folder: string;
}

const folderShape = z.object({ path: z.string(), mode: z.number() });
const recordShape = z.object({
  entries: z.array(z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  make: z.array(folderShape),
  drop: z.array(folderShape),
});

/** How many files at a time. */
const width = 16;

/** Where the new bytes of a file wait. */
export const newPath = ({ folder }: SwapPlace, path: string) => join(folder, 'new', path);
const oldPath = ({ folder }: SwapPlace, path: string) => join(folder, 'old', path);
const recordPath = ({ folder }: SwapPlace) => join(folder, 'swap.json');
const donePath = ({ folder }: SwapPlace) => join(folder, 'swap.done');

/**
 * Makes all the changes of a swap whose new files are prepared, or none, also where the process or the power ends in
 * the midst of it and `recoverSwap` runs afterwards. Unlike the journal it moves files that lie ready, so it takes
 * thousands and large ones. Every file is read again at the end. The folder of the swap stays; `clearSwap` removes it.
 * Faults: `home/file-changed` where a file is not as `before` says, `home/unwritable`.
 */
export async function runSwap(place: SwapPlace, swap: Swap): Promise<void> {
  try {
    await keepOld(place, swap);
    await record(place, swap);
  } catch (cause) {
    // A record that was cut off says nothing was moved yet; it must not outlive this.
    await place.disk.unlink(recordPath(place)).catch(() => undefined);
    throw unwritable(place.root, cause);
  }
  try {
    await move(place, swap);
    await check(place, swap);
    await writeOut(place.disk, donePath(place), '');
  } catch (cause) {
    const left = await undo(place, swap).catch((second) => [
      `What was done could not be undone (${reasonOf(second)}); the next start of the app tries again.`,
    ]);
    const failure = unwritable(place.root, cause);
    if (left.length === 0) throw failure;
    throw new Fault(failure.code, failure.message, { cause: failure, details: [...failure.details, ...left] });
  }
}

/**
 * Brings a swap that was cut off to an end: undone, unless all was done. Can be cut off and repeated.
 * @returns what was found, and in words what another program changed meanwhile and was therefore left alone
 */
export async function recoverSwap(
  place: SwapPlace,
): Promise<{ readonly outcome: 'nothing' | 'undone' | 'finished'; readonly left: readonly string[] }> {
  const { disk } = place;
  const bytes = await readBytes(disk, recordPath(place));
  if (bytes === null) return { outcome: 'nothing', left: [] };
  if ((await lookAt(disk, donePath(place))) !== null) return { outcome: 'finished', left: [] };
  return { outcome: 'undone', left: await undo(place, recordShape.parse(JSON.parse(new TextDecoder().decode(bytes)))) };
}

/** Whether a swap was begun here, ended or not. */
export async function hasSwap(place: SwapPlace): Promise<boolean> {
  return (await lookAt(place.disk, recordPath(place))) !== null;
}

/** Forgets the record of an ended swap, so that what else is in its folder can be removed in any order. */
export async function clearSwap(place: SwapPlace): Promise<void> {
  if (!(await hasSwap(place))) return;
  await place.disk.unlink(recordPath(place));
  await place.disk.syncFolder(place.folder);
}

/**
 * Copies what is to be replaced, with mode and owner, and thereby sees that it is as expected; what is to be removed is
 * only looked at, for it is moved away.
 */
async function keepOld(place: SwapPlace, { entries }: Swap): Promise<void> {
  const { disk, root } = place;
  const folders = new Set<string>();
  await inParallel(entries, width, async ({ path, before, after }) => {
    const target = join(root, path);
    const entry = await lookAt(disk, target);
    if (entry === null && before === null) return;
    if (entry === null || entry.kind !== 'file' || before === null) throw changedFault(target);
    const copy = oldPath(place, path);
    await makeFolder(disk, dirname(copy));
    folders.add(dirname(copy));
    if (after === null) return;
    if ((await lookAt(disk, copy)) !== null) await disk.unlink(copy);
    const { sha256 } = await copyFile(disk, target, copy, { mode: entry.mode, owner: entry });
    if (sha256 !== before) throw changedFault(target);
  });
  for (const folder of folders) await disk.syncFolder(folder);
}

async function record(place: SwapPlace, swap: Swap): Promise<void> {
  await makeFolder(place.disk, place.folder);
  const draft = `${recordPath(place)}.draft`;
  for (const stale of [donePath(place), draft]) await removeIfThere(place.disk, stale);
  await writeOut(place.disk, draft, JSON.stringify(swap));
  await place.disk.rename(draft, recordPath(place));
  await place.disk.syncFolder(place.folder);
}

async function move(place: SwapPlace, swap: Swap): Promise<void> {
  const { entries, make, drop } = swap;
  const { disk, root } = place;
  for (const folder of make) await makeWithMode(place, folder);
  for (const { path, before, after } of entries) {
    const target = join(root, path);
    // Once more at the last moment: another program may have written since the copy was made.
    const now = before === null ? await lookAt(disk, target) : await hashOf(disk, target);
    if (now !== before) throw changedFault(target);
    await putInPlace(disk, replacingOf(place, { path, before, after }));
  }
  await syncAround(place, swap);
  if (drop.length === 0) return;
  // Before the folders go: one that went with a file in it, after a power cut, would be that file's end.
  const away = new Set(entries.filter(({ after }) => after === null).map(({ path }) => dirname(oldPath(place, path))));
  for (const folder of away) await disk.syncFolder(folder);
  for (const { path } of drop) await dropIfEmpty(disk, join(root, path));
  await syncAround(place, swap);
}

/** What is there now is what was to come, and what it replaced is what was known. */
async function check(place: SwapPlace, { entries }: Swap): Promise<void> {
  const { disk, root } = place;
  await inParallel(entries, width, async (entry) => {
    const target = join(root, entry.path);
    if ((await hashOf(disk, target)) !== entry.after) throw changedFault(target);
    const { change, waiting } = replacingOf(place, entry);
    if (change !== 'made' && (await hashOf(disk, waiting)) !== entry.before) throw changedFault(target);
  });
}

/** How a file changes places: with the new one that lies ready, or away to where old ones are kept. */
function replacingOf(place: SwapPlace, { path, before, after }: SwapEntry): Replacing {
  return {
    path: join(place.root, path),
    waiting: after === null ? oldPath(place, path) : newPath(place, path),
    change: before === null ? 'made' : after === null ? 'removed' : 'replaced',
    holdsBefore: async (at) => (await hashOf(place.disk, at)) === before,
    holdsAfter: async (at) => (await hashOf(place.disk, at)) === after,
  };
}

/** Puts back what is not as before, but for what another program wrote; answers with that, in words. */
async function undo(place: SwapPlace, swap: Swap): Promise<readonly string[]> {
  const { entries, make, drop } = swap;
  const { disk, root } = place;
  const left: string[] = [];
  // From here on it is not done, whatever was noted: an undo that is cut off has to be known as one.
  await removeIfThere(disk, donePath(place));
  await disk.syncFolder(place.folder);
  for (const folder of [...drop].reverse()) await makeWithMode(place, folder);
  for (const entry of [...entries].reverse()) left.push(...(await undoEntry(place, entry)));
  for (const { path } of [...make].reverse()) await dropIfEmpty(disk, join(root, path));
  await syncAround(place, swap);
  await clearSwap(place);
  return left;
}

/** @returns in words what another program wrote and was therefore left */
async function undoEntry(place: SwapPlace, entry: SwapEntry): Promise<readonly string[]> {
  const { disk, root } = place;
  const target = join(root, entry.path);
  const now = await hashOf(disk, target);
  if (now === entry.before) return [];
  const replacing = replacingOf(place, entry);
  const waiting = replacing.change === 'made' ? null : await hashOf(disk, replacing.waiting);
  // Where the change of places did not come to pass, or what it brought is gone, the copy from before serves.
  const replaced = waiting !== null && waiting !== entry.after;
  const isOurs = now === null || now === entry.after;
  if (isOurs && replacing.change === 'made') {
    if (now !== null) await disk.unlink(target);
    return [];
  }
  if (isOurs && !replaced) {
    await disk.rename(oldPath(place, entry.path), target);
    return [];
  }
  const aside = replaced ? await giveBack(disk, replacing) : [];
  if (isOurs && aside.length === 0) return [];
  const kept = aside.length === 0 ? '' : ` An earlier text of it is kept in ${aside.join(', ')}.`;
  return [`${target} was written by another program and was left as it is.${kept}`];
}

/** Lets the names in all the folders concerned last, where files come to and where they come from. */
async function syncAround(place: SwapPlace, { entries, make, drop }: Swap): Promise<void> {
  const { disk, root } = place;
  const folders = new Set<string>([root]);
  for (const { path } of entries) folders.add(dirname(newPath(place, path))).add(dirname(oldPath(place, path)));
  for (const { path } of [...entries, ...make, ...drop]) {
    for (let at = dirname(path); at !== '.'; at = dirname(at)) folders.add(join(root, at));
  }
  for (const folder of folders) {
    if ((await lookAt(disk, folder))?.kind === 'folder') await disk.syncFolder(folder);
  }
}

async function removeIfThere(disk: Disk, path: string): Promise<void> {
  if ((await lookAt(disk, path)) !== null) await disk.unlink(path);
}

/** A folder that is there already is left as it is. */
async function makeWithMode({ disk, root }: SwapPlace, { path, mode }: SwapFolder): Promise<void> {
  if ((await lookAt(disk, join(root, path))) !== null) return;
  await disk.mkdir(join(root, path), mode);
  // A file that is moved into it must not outlast a power cut without it.
  await disk.syncFolder(dirname(join(root, path)));
}

async function dropIfEmpty(disk: Disk, folder: string): Promise<void> {
  try {
    await disk.rmdir(folder);
  } catch (cause) {
    if (!isErrno(cause, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR')) throw cause;
  }
}

async function writeOut(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path, 0o600);
  try {
    await file.write(new TextEncoder().encode(text));
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.syncFolder(dirname(path));
}
