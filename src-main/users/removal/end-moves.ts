import { dirname } from 'node:path';
import { plainLook } from '../../../src-shared/user-look.ts';
import type { UsersNotice } from '../../../src-shared/users.ts';
import { addEntryText, findEntry } from '../../formats/registry.ts';
import { reasonOf } from '../../lib/file-fault.ts';
import { listTree, removeTree } from '../../lib/file-tree.ts';
import type { UsersPorts } from '../ports.ts';
import { type DeletingParts, type MoveRecord, move, moveRecords, readMove } from './move-record.ts';
import { forgetBackup } from './user-backups.ts';

/**
 * Ends what was cut off while users were deleted or restored: taken back where the registry still has the old, finished
 * where it has the new. To be called at a start, with the home held; can be cut off and repeated.
 * @returns what was found, for people
 */
export async function endMoves(parts: DeletingParts): Promise<readonly UsersNotice[]> {
  const notices: UsersNotice[] = [];
  for (const path of await moveRecords(parts.ports)) {
    const notice = await endMove(parts, path);
    if (notice !== null) notices.push(notice);
  }
  return notices;
}

async function endMove(parts: DeletingParts, path: string): Promise<UsersNotice | null> {
  const { files, log } = parts.ports;
  const record = await readMove(parts.ports, path);
  if (record === null) {
    log.warn(`${path} was written by a newer version of the app and is left to it`);
    return null;
  }
  const what = `${record.kind === 'delete' ? 'Deleting' : 'Restoring'} ${record.name} (${record.userId})`;
  try {
    const outcome = await endRecord(parts, record);
    await files.remove(path);
    if (outcome === null) return null;
    return { message: `${what} was cut off, and is ${outcome} now.`, hint: 'Nothing needs to be done.' };
  } catch (cause) {
    log.error(`${what} was cut off and could not be brought to an end`, cause);
    return {
      message: `${what} was cut off and cannot be brought to an end: ${reasonOf(cause)}. The data is in ${record.aside}.`,
      hint: 'Correct what is named, then start again: it is tried anew at every start.',
    };
  }
}

/** @returns null where it had ended, or nothing was begun */
async function endRecord(parts: DeletingParts, record: MoveRecord): Promise<'finished' | 'undone' | null> {
  if (record.kind === 'restore') return endRestore(parts, record);
  const { isGone, acted } = await endDelete(parts, record);
  if (!isGone && record.backup !== null) await forgetBackup(parts.ports, record.backup);
  if (!acted) return null;
  if (isGone) {
    await removeTree(parts.ports.disk, record.aside);
    await parts.ports.disk.syncFolder(dirname(record.aside));
  }
  return isGone ? 'finished' : 'undone';
}

/**
 * Makes folder and registry agree: the folder comes back where the registry still has the user. What lies aside of one
 * who is gone is for the caller to remove. @returns `acted`: whether anything lay aside
 */
export async function endDelete(
  { ports, registry, looks }: DeletingParts,
  { userId, folder, aside, gone }: Extract<MoveRecord, { kind: 'delete' }>,
): Promise<{ readonly isGone: boolean; readonly acted: boolean }> {
  const isListed = findEntry(await registry.read(), userId)?.user_id === userId;
  const isGone = gone || !isListed;
  const acted = await ports.files.exists(aside);
  if (!isListed) await looks.set(userId, plainLook);
  if (!isGone && acted) {
    await clearEmpty(ports, folder);
    await move(ports, aside, folder);
  }
  return { isGone, acted };
}

async function endRestore(
  { ports, registry, looks }: DeletingParts,
  { userId, folder, aside, entry, look }: Extract<MoveRecord, { kind: 'restore' }>,
): Promise<'finished' | 'undone' | null> {
  if (await ports.files.exists(aside)) {
    await removeTree(ports.disk, aside);
    await ports.disk.syncFolder(dirname(aside));
    return 'undone';
  }
  if (!(await ports.files.exists(folder))) return null;
  await registry.change((now) => (findEntry(now, userId) === null ? addEntryText(now, entry) : now));
  await looks.set(userId, look);
  return 'finished';
}

/** Docker makes the folders of a mount that are missing: such empty ones are no data, and in the way of it. */
async function clearEmpty(ports: UsersPorts, folder: string): Promise<void> {
  if (!(await ports.files.exists(folder))) return;
  const tree = await listTree(ports.disk, folder);
  if (tree.some(({ kind }) => kind !== 'folder')) throw new Error(`${folder} is there again, with files in it`);
  await removeTree(ports.disk, folder);
}
