import { dirname, join } from 'node:path';
import { Fault } from '../../../src-shared/errors.ts';
import { plainLook } from '../../../src-shared/user-look.ts';
import type { DeleteReport } from '../../../src-shared/user-removal.ts';
import { findEntry, removeEntry, textOfEntry } from '../../formats/registry.ts';
import { reasonOf, unwritable } from '../../lib/file-fault.ts';
import { listTree, removeTree } from '../../lib/file-tree.ts';
import { lookOf } from '../looks.ts';
import type { UsersPorts } from '../ports.ts';
import { type FullDeletePlan, refuseCurrent, treeMark } from './delete-plan.ts';
import { endDelete } from './end-moves.ts';
import { asideName, type DeletingParts, move, writeMove } from './move-record.ts';
import { forgetBackup, keepUser } from './user-backups.ts';

/**
 * Does a plan: the backup first, read again; then the folder is put aside and the entry goes, which is taken back where
 * it fails; then what is aside is removed. Cut off anywhere, the next start takes it back or ends it (`endMove`).
 * Faults: `users/plan-outdated` where entry or data changed meanwhile, `users/is-current`, `home/unwritable`,
 * `home/file-unreadable`.
 */
export async function deleteUser(parts: DeletingParts, full: FullDeletePlan): Promise<DeleteReport> {
  const { looks } = parts;
  const { plan } = full;
  const { userId, name, scope, folders, files, bytes, folder } = plan;
  const backup = plan.backup ? await keepPlanned(parts, full) : null;
  const warnings: string[] = [];
  try {
    // The copying takes a while, in which another program may have made this user the current one.
    await refuseCurrent(parts.ports, userId);
    if (folder === null) await removeFromRegistry(parts, full);
    else warnings.push(...(await removeFolder(parts, full, folder, backup)));
  } catch (cause) {
    if (backup !== null) await forgetNeedless(parts, userId, backup);
    throw cause;
  }
  if (scope === 'everything') {
    await looks.set(userId, plainLook).catch((cause) => warnings.push(`The colour was kept: ${reasonOf(cause)}.`));
    await parts.ports
      .forgetPassphrase(userId.toLowerCase())
      .catch((cause) => warnings.push(`The passphrase was kept: ${reasonOf(cause)}.`));
  }
  return { userId, name, scope, folders, files, bytes, backup, warnings };
}

/** Backs up what a plan would remove, and reads it again. @returns the backup's id. Fault: `home/unwritable`. */
export async function keepPlanned({ ports, looks }: DeletingParts, full: FullDeletePlan): Promise<string> {
  const { plan, entryText, tree, mode } = full;
  const { userId, name, folder } = plan;
  const look = lookOf(await looks.read(), userId);
  const data = folder === null ? null : { folder, mode, tree };
  return keepUser(ports, { userId, name, entry: entryText, look, data });
}

/** @returns what could not be removed yet */
async function removeFolder(
  parts: DeletingParts,
  full: FullDeletePlan,
  folder: string,
  backup: string | null,
): Promise<readonly string[]> {
  const { ports } = parts;
  const { disk, files, log } = ports;
  const { userId, name } = full.plan;
  const aside = join(dirname(folder), asideName(ports.clock.now(), 'deleted'));
  const record = { kind: 'delete', version: 1, userId, name, folder, aside, backup, gone: false } as const;
  const path = await writeMove(ports, record);
  try {
    await move(ports, folder, aside);
    await refuseNew(ports, aside, full);
    await removeFromRegistry(parts, full);
  } catch (cause) {
    // The disk may have failed after it was done: the registry says which of the two it is.
    const state = await endDelete(parts, record).catch((left) => {
      log.error(`deleting ${userId} could be neither done nor taken back; the next start tries again`, left);
      throw unwritable(folder, cause);
    });
    if (!state.isGone) await files.remove(path);
    if (!state.isGone) throw unwritable(folder, cause);
    log.warn(`deleting ${userId} went on although ${reasonOf(cause)}`);
  }
  try {
    await writeMove(ports, { ...record, gone: true }, path);
    await removeTree(disk, aside);
    await disk.syncFolder(dirname(aside));
    await files.remove(path);
    return [];
  } catch (cause) {
    log.warn(`${aside} could not be removed: ${reasonOf(cause)}`);
    return [`The data lies in ${aside} and cannot be removed (${reasonOf(cause)}); the next start tries again.`];
  }
}

/** A backup of somebody who is still there would be listed among the deleted. */
async function forgetNeedless({ ports, registry }: DeletingParts, userId: string, backup: string): Promise<void> {
  try {
    if (findEntry(await registry.read(), userId)?.user_id === userId) await forgetBackup(ports, backup);
  } catch (cause) {
    ports.log.warn(`the backup ${backup} was left behind: ${reasonOf(cause)}`);
  }
}

/**
 * What came after the plan is in no backup. Looked at once the folder is aside, where nobody writes any more. Fault:
 * `users/plan-outdated`.
 */
async function refuseNew({ disk }: UsersPorts, aside: string, { plan, tree }: FullDeletePlan): Promise<void> {
  if (treeMark(await listTree(disk, aside)) === treeMark(tree)) return;
  throw new Fault('users/plan-outdated', `The data of ${plan.userId} was changed while it was being deleted.`);
}

/** Fault: `users/plan-outdated` where the entry is not the planned one. */
async function removeFromRegistry({ registry }: DeletingParts, { plan, entryText }: FullDeletePlan): Promise<void> {
  await registry.change((now) => {
    const entry = findEntry(now, plan.userId);
    if (entry !== null && textOfEntry(now, entry) === entryText) return removeEntry(now, entry);
    throw new Fault('users/plan-outdated', `The entry of ${plan.userId} was changed since the plan was made.`);
  });
}
