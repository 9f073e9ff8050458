import { dirname, join } from 'node:path';
import { Fault } from '../../../src-shared/errors.ts';
import type { DeletedUser } from '../../../src-shared/user-removal.ts';
import type { RestoreRequest } from '../../../src-shared/users.ts';
import { setMembers } from '../../formats/json-spans.ts';
import { addEntryText, findEntry } from '../../formats/registry.ts';
import { reasonOf, unwritable } from '../../lib/file-fault.ts';
import { copyFile, removeTree } from '../../lib/file-tree.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { refuseUnsafe } from '../add-user.ts';
import type { UsersPorts } from '../ports.ts';
import { isSame } from '../shown-user.ts';
import { folderNames, usersFolder } from '../user-folder.ts';
import { asideName, type DeletingParts, type MoveRecord, move, writeMove } from './move-record.ts';
import {
  damageOf,
  forgetBackup,
  readUserManifest,
  type UserManifest,
  userBackupIds,
  userBackupsFolder,
} from './user-backups.ts';

/** The deleted users that can be brought back, the newest first. */
export async function listDeleted(ports: UsersPorts): Promise<readonly DeletedUser[]> {
  const found = await Promise.all(
    (await userBackupIds(ports)).map(async (backup): Promise<DeletedUser> => {
      const manifest = await readUserManifest(ports, backup);
      if (typeof manifest === 'string') {
        const userId = backup.replace(/_\d{8}_\d{6}_\d{3}$/, '');
        return { backup, userId, name: userId, deletedAt: timeOf(backup), files: 0, bytes: 0, damaged: manifest };
      }
      const { userId, name, deletedAt, files } = manifest;
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      return { backup, userId, name, deletedAt, files: files.length, bytes, damaged: null };
    }),
  );
  return found.sort((a, b) => b.deletedAt.localeCompare(a.deletedAt) || b.backup.localeCompare(a.backup));
}

/**
 * Brings a deleted user back: every hash is compared, the data is copied beside its place and moved there, then the entry
 * comes. @returns the id. Faults: `users/backup-unknown`, `users/backup-damaged`, `users/id-unsafe`,
 * `users/already-exists`, `users/folder-taken`, `home/unwritable`.
 */
export async function restoreUser(parts: DeletingParts, { backup, id }: RestoreRequest): Promise<string> {
  const { ports, looks } = parts;
  const manifest = await usableManifest(ports, backup);
  const userId = id ?? manifest.userId.trim().toLowerCase();
  refuseUnsafe(userId);
  await refuseTaken(parts, userId);
  const damage = await damageOf(ports, backup, manifest);
  if (damage.length > 0) {
    const message = `${damage.length} files of the backup ${backup} are not as they were written.`;
    throw new Fault('users/backup-damaged', message, { details: damage });
  }
  const entry = userId === manifest.userId ? manifest.entry : setMembers(manifest.entry, { user_id: userId });
  if (manifest.data !== null) await restoreData(parts, backup, manifest, { userId, entry });
  else await addToRegistry(parts, userId, entry);
  await looks.set(userId, manifest.look).catch((cause) => ports.log.warn(`a look was lost: ${String(cause)}`));
  return userId;
}

/** Removes a backup for good. Faults: `users/backup-unknown`, `users/not-confirmed`, `home/unwritable`. */
export async function discardDeleted(ports: UsersPorts, backup: string, confirm: string): Promise<void> {
  const found = (await listDeleted(ports)).find((one) => one.backup === backup);
  if (found === undefined) throw unknownBackup(backup);
  if (confirm.trim() !== found.userId) {
    throw new Fault('users/not-confirmed', `The backup is of ${found.userId}; that is what has to be typed.`);
  }
  await forgetBackup(ports, backup);
}

/** Puts an entry into the registry. Fault: `users/already-exists`. */
export async function addToRegistry({ registry }: DeletingParts, userId: string, entry: string): Promise<void> {
  await registry.change((now) => {
    if (findEntry(now, userId) === null) return addEntryText(now, entry);
    throw alreadyThere(userId);
  });
}

async function usableManifest(ports: UsersPorts, backup: string): Promise<UserManifest> {
  if (!(await userBackupIds(ports)).includes(backup)) throw unknownBackup(backup);
  const manifest = await readUserManifest(ports, backup);
  if (typeof manifest !== 'string') return manifest;
  throw new Fault('users/backup-damaged', `The backup ${backup} cannot be used: ${manifest}.`, { details: [manifest] });
}

async function refuseTaken({ ports, registry }: DeletingParts, userId: string): Promise<void> {
  if (findEntry(await registry.read(), userId) !== null) throw alreadyThere(userId);
  const near = [...(await folderNames(ports))].find((name) => isSame(name, userId));
  if (near === undefined) return;
  const folder = join(await usersFolder(ports), near);
  throw new Fault('users/folder-taken', `${folder} is there already, with the data of somebody else.`);
}

async function restoreData(
  parts: DeletingParts,
  backup: string,
  manifest: UserManifest,
  { userId, entry }: { readonly userId: string; readonly entry: string },
): Promise<void> {
  const { ports } = parts;
  const above = await usersFolder(ports);
  await ports.files.makeFolder(above);
  const aside = join(above, asideName(ports.clock.now(), 'restored'));
  const folder = join(above, userId);
  const { name, look } = manifest;
  const record: MoveRecord = { kind: 'restore', version: 1, userId, name, folder, aside, entry, look };
  const path = await writeMove(ports, record);
  let isMoving = false;
  try {
    await fill(ports, join(userBackupsFolder(ports), backup, 'files'), manifest, aside);
    isMoving = true;
    await move(ports, aside, folder);
    await addToRegistry(parts, userId, entry);
  } catch (cause) {
    // The disk may have failed after it was done: the folders and the registry say what is there.
    const isMoved = isMoving && !(await ports.files.exists(aside));
    if (!isMoved || !(await hasEntry(parts, userId))) {
      // What was moved is a copy, and nobody was told of it yet: the backup has all of it.
      await takeBack(ports, isMoved ? folder : aside, path).catch((left) =>
        ports.log.error(`restoring ${userId} could not be taken back; the next start looks again`, left),
      );
      throw unwritable(folder, cause);
    }
    ports.log.warn(`restoring ${userId} went on although ${reasonOf(cause)}`);
  }
  await ports.files.remove(path);
}

async function hasEntry({ registry }: DeletingParts, userId: string): Promise<boolean> {
  return findEntry(await registry.read(), userId) !== null;
}

async function fill({ disk }: UsersPorts, from: string, manifest: UserManifest, to: string): Promise<void> {
  const { files, folders, data } = manifest;
  await disk.mkdir(to, (data?.mode ?? 0) | 0o700);
  await disk.syncFolder(dirname(to));
  // Those above first; without these rights for the account nothing could be put into them.
  const made = [...folders].sort((a, b) => a.path.length - b.path.length);
  for (const { path, mode } of made) await disk.mkdir(join(to, path), mode | 0o700);
  await inParallel(files, 16, async ({ path, mode, sha256 }) => {
    const copy = await copyFile(disk, join(from, path), join(to, path), { mode });
    if (copy.sha256 !== sha256) throw new Fault('users/backup-damaged', `${path} of the backup was changed.`);
  });
  for (const { path } of made) await disk.syncFolder(join(to, path));
  await disk.syncFolder(to);
}

async function takeBack(ports: UsersPorts, filled: string, path: string): Promise<void> {
  await removeTree(ports.disk, filled);
  await ports.disk.syncFolder(dirname(filled));
  await ports.files.remove(path);
}

function alreadyThere(userId: string): Fault {
  return new Fault('users/already-exists', `There is a user ${userId} already.`);
}

function unknownBackup(backup: string): Fault {
  return new Fault('users/backup-unknown', `There is no backup ${backup} of a deleted user.`);
}

/** The local time in a backup's name as ISO time. */
function timeOf(backup: string): string {
  const [, year, month, day, hour, minute, second] =
    /_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})_\d{3}$/.exec(backup)?.map(Number) ?? [];
  return new Date(year ?? 0, (month ?? 1) - 1, day, hour, minute, second).toISOString();
}
