import { dirname } from 'node:path';
import { plainLook } from '../../../src-shared/user-look.ts';
import type { UsersNotice } from '../../../src-shared/users.ts';
import { addEntryText, findEntry } from '../../formats/registry.ts';
import { reasonOf } from '../../lib/file-fault.ts';
import { listTree, removeTree } from '../../lib/file-tree.ts';
import { type DeletingParts, move } from './delete-user.ts';
import { type MoveRecord, moveRecords, readMove } from './move-record.ts';

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
    const outcome = record.kind === 'delete' ? await endDelete(parts, record) : await endRestore(parts, record);
    await files.remove(path);
    if (outcome === 'nothing') return null;
    return { message: `${what} was cut off, and is ${outcome} now.`, hint: 'Nothing needs to be done.' };
  } catch (cause) {
    log.error(`${what} was cut off and could not be brought to an end`, cause);
    return {
      message: `${what} was cut off and cannot be brought to an end: ${reasonOf(cause)}. The data is in ${record.aside}.`,
      hint: 'Correct what is named, then start again: it is tried anew at every start.',
    };
  }
}

type Outcome = 'nothing' | 'finished' | 'undone';

async function endDelete(parts: DeletingParts, { userId, folder, aside }: MoveRecord): Promise<Outcome> {
  const { ports, registry, looks } = parts;
  const isListed = findEntry(await registry.read(), userId)?.user_id === userId;
  const isAside = await ports.files.exists(aside);
  if (isListed) {
    if (!isAside) return 'nothing';
    await clearEmpty(parts, folder);
    await move(ports, aside, folder);
    return 'undone';
  }
  await looks.set(userId, plainLook);
  if (!isAside) return 'nothing';
  await removeTree(ports.disk, aside);
  await ports.disk.syncFolder(dirname(aside));
  return 'finished';
}

async function endRestore(
  parts: DeletingParts,
  { userId, folder, aside, entry, look }: Extract<MoveRecord, { kind: 'restore' }>,
): Promise<Outcome> {
  const { ports, registry, looks } = parts;
  if (await ports.files.exists(aside)) {
    await removeTree(ports.disk, aside);
    await ports.disk.syncFolder(dirname(aside));
    return 'undone';
  }
  if (!(await ports.files.exists(folder))) return 'nothing';
  await registry.change((now) => (findEntry(now, userId) === null ? addEntryText(now, entry) : now));
  await looks.set(userId, look);
  return 'finished';
}

/** Docker makes the folders of a mount that are missing: such empty ones are no data, and in the way of it. */
async function clearEmpty({ ports }: DeletingParts, folder: string): Promise<void> {
  if (!(await ports.files.exists(folder))) return;
  const tree = await listTree(ports.disk, folder);
  if (tree.some(({ kind }) => kind !== 'folder')) throw new Error(`${folder} is there again, with files in it`);
  await removeTree(ports.disk, folder);
}
