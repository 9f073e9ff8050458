import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk, DiskEntry, DiskFile } from './disk.ts';
import { isErrno, unwritable } from './file-fault.ts';
import { isAlive } from './process-identity.ts';
import { holdsBytes } from './read-file.ts';
import {
  changedFault,
  ignoreAbsent,
  putInPlace,
  type Replacing,
  refuseReplaced,
  renamePatiently,
  takenBack,
} from './replace-file.ts';

/** How a file is replaced. */
export interface WriteOptions {
  /** Permission bits of a file that is not there yet. */
  readonly mode: number;
  /** What must be there when the new bytes take its place (null: nothing); left out, whatever is there is replaced. */
  readonly before?: Uint8Array | null;
}

/**
 * Replaces a file so that a reader, or the next start after a power cut, finds the old bytes or the new, never a part.
 * Mode and owner of an old file stay. Faults: `home/unwritable`, `home/file-changed`.
 */
export async function writeAtomically(
  disk: Disk,
  path: string,
  bytes: Uint8Array,
  { mode, before }: WriteOptions,
): Promise<void> {
  const draft = draftOf(path);
  try {
    const old = await replaceable(disk, path);
    // At a glance before the draft, so that a needless one is seldom made; in full after it, as that takes a while.
    if (before !== undefined && old?.size !== before?.length) throw changedFault(path);
    await stageFile(disk, draft, bytes, old, mode);
    if (before !== undefined) await refuseChanged(disk, path, before);
    await (before === undefined
      ? renamePatiently(disk, draft, path)
      : putInPlace(disk, replacingOf(disk, draft, path, before, bytes)));
  } catch (cause) {
    await disk.unlink(draft).catch(() => undefined);
    throw unwritable(path, cause);
  }
  // From here on the draft may hold what another program wrote, and is not simply removed.
  try {
    if (before === undefined) await disk.syncFolder(dirname(path));
    else await endReplacing(disk, replacingOf(disk, draft, path, before, bytes));
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function replacingOf(disk: Disk, draft: string, path: string, before: Uint8Array | null, after: Uint8Array): Replacing {
  return {
    path,
    waiting: draft,
    change: before === null ? 'made' : 'replaced',
    holdsBefore: (at) => holdsBytes(disk, at, before),
    holdsAfter: (at) => holdsBytes(disk, at, after),
  };
}

/** Fault: `home/file-changed` where another program wrote since the last look; its text is then where it was. */
async function endReplacing(disk: Disk, replacing: Replacing): Promise<void> {
  try {
    await disk.syncFolder(dirname(replacing.path));
    await refuseReplaced(disk, replacing);
  } catch (cause) {
    throw await takenBack(disk, replacing, cause);
  }
  await disk.unlink(replacing.waiting).catch(ignoreAbsent);
}

/** A new name beside a file; the process is in it, so that a dead one's can be cleared away. */
export function draftOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(6).toString('hex')}.draft`);
}

/** Removes the drafts that processes left in a folder which ended in the midst of a write. */
export async function clearDrafts(disk: Disk, folder: string): Promise<void> {
  for (const name of await disk.list(folder)) {
    const pid = /^\..+\.(\d+)-[0-9a-f]{12}\.draft(\.kept)?$/.exec(name)?.[1];
    if (pid === undefined || (await isAlive({ pid: Number(pid), started: null }))) continue;
    await disk.unlink(join(folder, name));
  }
}

/** Fault: `home/file-changed` where the file is not what the writer knew. */
export async function refuseChanged(disk: Disk, path: string, before: Uint8Array | null): Promise<void> {
  if (await holdsBytes(disk, path, before)) return;
  throw changedFault(path);
}

/** What is to be replaced, null where nothing is there. Fault: `home/unwritable` for all but a plain file. */
export async function replaceable(disk: Disk, path: string): Promise<DiskEntry | null> {
  try {
    const found = await disk.lstat(path);
    if (found.kind === 'file') return found;
    // Replacing a link would cut it off from its target; writing through it would write somewhere nobody looked at.
    const what = found.kind === 'link' ? 'a link' : found.kind === 'folder' ? 'a folder' : 'no plain file';
    throw new Fault('home/unwritable', `${path} cannot be written: it is ${what}.`);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return null;
    throw cause;
  }
}

/**
 * Writes a file that is to take the place of another: the bytes first for this account alone, then with the mode and
 * owner of the old one (`mode` where there is none), synced and read back. Its name is not synced.
 * Fault: `home/unwritable`; rejects otherwise with the system's own error.
 */
export async function stageFile(
  disk: Disk,
  path: string,
  bytes: Uint8Array,
  old: DiskEntry | null,
  mode: number,
): Promise<void> {
  const file = await disk.create(path, 0o600);
  try {
    await file.write(bytes);
    if (old !== null) await keepOwner(file, old);
    await file.chmod(old === null ? mode : old.mode);
    await file.sync();
  } finally {
    await file.close();
  }
  // Before the rename, so that a disk that lies costs the draft and not the file.
  if (!(await holdsBytes(disk, path, bytes))) {
    throw new Fault('home/unwritable', `${path} was written, but other bytes came back from the disk.`);
  }
}

/** Only root can give files away; another account keeps at least the group, so that a shared home stays shared. */
async function keepOwner(file: DiskFile, old: DiskEntry): Promise<void> {
  const mine = await file.stat();
  if (mine.uid === old.uid && mine.gid === old.gid) return;
  for (const uid of [old.uid, mine.uid]) {
    try {
      await file.chown(uid, old.gid);
      return;
    } catch (cause) {
      if (!isErrno(cause, 'EPERM')) throw cause;
    }
  }
}
