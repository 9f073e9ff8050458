import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { isErrno } from './file-fault.ts';

/**
 * A file that takes the place of another. Programs that know nothing of any lock write the same files, and between the
 * last look and a rename there is always a moment for them. So the old file is not replaced but changes places with the
 * new one: what was really there then lies at `waiting`, can be looked at, and goes back where it is not what was known.
 */
export interface Replacing {
  readonly path: string;
  /** Where the new file waits before, and the old one after. */
  readonly waiting: string;
  /** `made` where nothing was known to be there; `removed` where nothing comes: then only the old file moves. */
  readonly change: 'made' | 'replaced' | 'removed';
  /** Whether the file at a path is what the writer knew to be there. */
  holdsBefore(path: string): Promise<boolean>;
  /** Whether it is what was put in its place. */
  holdsAfter(path: string): Promise<boolean>;
}

/** A virus scanner or indexer holds a fresh file for moments; longer than this is somebody else's lock. */
const renameLimit = 2000;

/** Renames; where another program has the target open for a moment, tries again for up to 2 s. */
export function renamePatiently(disk: Disk, from: string, to: string): Promise<void> {
  return patiently(() => disk.rename(from, to));
}

/** Lets two files change places, as patiently. ENOENT where one is not there. */
export function swapPatiently(disk: Disk, one: string, other: string): Promise<void> {
  return patiently(() => disk.swap(one, other));
}

async function patiently(work: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + renameLimit;
  for (let pause = 10; ; pause *= 2) {
    try {
      return await work();
    } catch (cause) {
      const passing = isErrno(cause, 'EBUSY') || (process.platform === 'win32' && isErrno(cause, 'EPERM', 'EACCES'));
      if (!passing || performance.now() + pause > giveUpAt) throw cause;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Gives a waiting file its name, which must be free; the waiting one stays. EEXIST where the name is taken. */
export async function placeNew(disk: Disk, waiting: string, path: string): Promise<void> {
  try {
    await disk.link(waiting, path);
  } catch (cause) {
    // A file system without second names: there the name is looked at first.
    if (!isErrno(cause, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw cause;
    if (await isThere(disk, path)) throw Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST' });
    await disk.rename(waiting, path);
  }
}

async function isThere(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.lstat(path);
    return true;
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return false;
    throw cause;
  }
}

/**
 * Puts the waiting file in its place. Fault: `home/file-changed` where something is there although nothing should be, or
 * nothing although something should.
 */
export async function putInPlace(disk: Disk, { path, waiting, change }: Replacing): Promise<void> {
  try {
    if (change === 'made') await placeNew(disk, waiting, path);
    else if (change === 'replaced') await swapPatiently(disk, waiting, path);
    else await renamePatiently(disk, path, waiting);
  } catch (cause) {
    throw isErrno(cause, change === 'made' ? 'EEXIST' : 'ENOENT') ? changedFault(path) : cause;
  }
}

/**
 * Looks at what was replaced; to be asked once the new file lasts, so that a program that was in the midst of writing is
 * seen as well. Fault: `home/file-changed`, after which `takenBack` is due.
 */
export async function refuseReplaced(disk: Disk, replacing: Replacing): Promise<void> {
  if (!(await replacedKnown(disk, replacing))) throw changedFault(replacing.path);
}

/** Whether what was replaced is what was known to be there. */
export async function replacedKnown(disk: Disk, { waiting, change, holdsBefore }: Replacing): Promise<boolean> {
  if (change === 'made') return true;
  return (await disk.lstat(waiting)).kind === 'file' && (await holdsBefore(waiting));
}

/** Takes a replacement back after a failure. @returns what is to be thrown: the failure, with what had to be put aside */
export async function takenBack(disk: Disk, replacing: Replacing, cause: unknown): Promise<unknown> {
  const aside = await giveBack(disk, replacing);
  return aside.length === 0 ? cause : changedFault(replacing.path, aside);
}

/** To be given to what may find nothing to remove. */
export function ignoreAbsent(cause: unknown): void {
  if (!isErrno(cause, 'ENOENT', 'ENOTDIR')) throw cause;
}

/** The fault of a file that another program wrote meanwhile; `aside` are files that hold what had to be put aside. */
export function changedFault(path: string, aside: readonly string[] = []): Fault {
  const kept = aside.length === 0 ? '' : ` It was written twice; the earlier text is in ${aside.join(', ')}.`;
  const message = `${path} was changed by another program meanwhile.${kept}`;
  return new Fault('home/file-changed', message, { details: [path, ...aside] });
}

/**
 * Puts back what was replaced, whatever it is. Where another program wrote after that, its text is the newest and stays;
 * an earlier one that is not what was known is kept beside it.
 * @returns the files it is kept in
 */
export async function giveBack(disk: Disk, replacing: Replacing): Promise<readonly string[]> {
  const { path, waiting, change, holdsAfter } = replacing;
  if (change === 'made') {
    if (await holdsAfter(path)) await disk.unlink(path);
    await disk.unlink(waiting).catch(ignoreAbsent);
  } else if (!(await swappedBack(disk, replacing)) && !(await isKnown(disk, replacing))) {
    const beside = `${path}.conflict-${randomBytes(4).toString('hex')}`;
    await disk.rename(waiting, beside);
    await disk.syncFolder(dirname(path));
    return [beside];
  }
  await disk.syncFolder(dirname(path));
  return [];
}

/** False where a newer text has the place. */
async function swappedBack(disk: Disk, { path, waiting, change, holdsAfter }: Replacing): Promise<boolean> {
  // Looked at first: an older text that is there even for a moment could be what their next one is made of.
  if (change === 'replaced' && (await isThere(disk, path)) && !(await holdsAfter(path))) return false;
  try {
    await swapPatiently(disk, waiting, path);
    if (!(await holdsAfter(waiting))) {
      await swapPatiently(disk, waiting, path);
      return false;
    }
  } catch (cause) {
    if (!isErrno(cause, 'ENOENT')) throw cause;
    // What was put there was taken away, or nothing was put there: the place is free.
    if (!(await placedWhereFree(disk, waiting, path))) return false;
    // Both names are of the same file now; the first must last before the second goes.
    await disk.syncFolder(dirname(path));
  }
  await disk.unlink(waiting).catch(ignoreAbsent);
  return true;
}

async function placedWhereFree(disk: Disk, waiting: string, path: string): Promise<boolean> {
  try {
    await placeNew(disk, waiting, path);
    return true;
  } catch (cause) {
    if (isErrno(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/** True, and gone, where what waits is what was known: nobody misses it. */
async function isKnown(disk: Disk, replacing: Replacing): Promise<boolean> {
  if (!(await replacedKnown(disk, replacing))) return false;
  await disk.unlink(replacing.waiting);
  return true;
}
