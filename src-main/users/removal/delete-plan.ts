import { createHash } from 'node:crypto';
import { type AppError, Fault } from '../../../src-shared/errors.ts';
import type { DeletePlan } from '../../../src-shared/user-removal.ts';
import type { DeletionRequest } from '../../../src-shared/users.ts';
import { type RegistryEntry, textOfEntry } from '../../formats/registry.ts';
import { toAppError } from '../../lib/app-error.ts';
import { unreadable } from '../../lib/file-fault.ts';
import { listTree, lookAt, type TreeEntry } from '../../lib/file-tree.ts';
import { valuesOf } from '../entry-values.ts';
import type { UsersPorts } from '../ports.ts';
import type { Roster } from '../roster.ts';
import { isSame } from '../shown-user.ts';
import { findUserFolder, folderNames } from '../user-folder.ts';

/** A plan with what is needed to do it. */
export interface FullDeletePlan {
  readonly plan: DeletePlan;
  /** The entry to the letter. */
  readonly entryText: string;
  /** What is below the folder; empty where no folder goes. */
  readonly tree: readonly TreeEntry[];
  /** Permission bits of the folder. */
  readonly mode: number;
}

/** Looks at what deleting a user would do, and at what speaks against it; changes nothing. Fault: `users/unknown`. */
export async function makeDeletePlan(
  ports: UsersPorts,
  roster: Roster,
  { id, scope, backup }: DeletionRequest,
): Promise<FullDeletePlan> {
  const { registry, entry } = await roster.entry(id);
  const entryText = textOfEntry(registry, entry);
  const obstacles: AppError[] = [];
  const against = (cause: unknown) => obstacles.push(toAppError(cause, ports.log));
  await refuseCurrent(ports, entry.user_id).catch(against);
  const remarks: string[] = [];
  let folder: string | null = null;
  let tree: readonly TreeEntry[] = [];
  let mode = 0;
  if (scope === 'everything') {
    try {
      folder = await findUserFolder(ports, entry.user_id);
      if (folder === null) remarks.push(...(await remarksWithoutFolder(ports, entry)));
      else {
        tree = await treeOf(ports, folder);
        mode = (await ports.disk.lstat(folder)).mode;
        obstacles.push(...(await usesAgainst(ports, folder, remarks)), ...(await lockedIn(ports, folder, tree)));
        remarks.push(...remarksOn(tree));
      }
    } catch (cause) {
      against(cause);
    }
  } else remarks.push('The data stays where it is; adding the same id again brings the two together.');
  if (!backup) remarks.push('Copies of the registry in the backups keep the profile until they are outdated.');
  const count = (kind: TreeEntry['kind']) => tree.filter((one) => one.kind === kind).length;
  const content = {
    ...{ userId: entry.user_id, name: valuesOf(entry).name, scope, backup, folder },
    folders: folder === null ? 0 : count('folder') + 1,
    files: count('file') + count('other'),
    links: count('link'),
    bytes: tree.reduce((sum, { kind, size }) => sum + (kind === 'file' ? size : 0), 0),
    ...{ obstacles, remarks, confirm: entry.user_id },
  };
  return { plan: { id: fingerprint(content, entryText, tree), ...content }, entryText, tree, mode };
}

/** Faults: `users/is-current`, in whatever letter case; `home/user-id-unreadable`, as nobody knows then who is current. */
export async function refuseCurrent({ currentUserId }: UsersPorts, id: string): Promise<void> {
  const current = await currentUserId();
  if (current === null) {
    const message = 'env.userid cannot be read, so nobody knows whether this is the current user.';
    throw new Fault('home/user-id-unreadable', message);
  }
  if (isSame(id, current)) throw new Fault('users/is-current', `${current} is the current user of this computer.`);
}

async function treeOf({ disk }: UsersPorts, folder: string): Promise<readonly TreeEntry[]> {
  try {
    return await listTree(disk, folder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

/** @param remarks is added to where there is no engine that could have a container */
async function usesAgainst(ports: UsersPorts, folder: string, remarks: string[]): Promise<readonly AppError[]> {
  const root = (await ports.dataPlace()).root.path;
  const real = { folder: await ports.disk.realpath(folder), root: await ports.disk.realpath(root) };
  try {
    const uses = await ports.usesOf([{ folder, root }, real]);
    if (uses.length === 0) return [];
    const names = uses.map(({ container, running }) => `${container}${running ? '' : ' (stopped)'}`);
    const message = `${folder} is mounted by ${names.join(' and ')}.`;
    return [new Fault('users/data-in-use', message, { details: names }).toAppError()];
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.code !== 'docker/not-found') return [toAppError(cause, ports.log)];
    remarks.push('There is no Docker here, so no container was looked for.');
    return [];
  }
}

/**
 * Folders this account may not empty, such as those a container made as root: said before anything goes and not after
 * half of it went.
 */
async function lockedIn(
  { disk }: UsersPorts,
  folder: string,
  tree: readonly TreeEntry[],
): Promise<readonly AppError[]> {
  const uid = process.getuid?.();
  if (uid === undefined || uid === 0) return [];
  const groups = process.getgroups?.() ?? [];
  const own = await lookAt(disk, folder);
  const folders = [...(own === null ? [] : [{ ...own, path: '.' }]), ...tree.filter(({ kind }) => kind === 'folder')];
  const locked = folders.filter(({ mode, uid: owner, gid }) => {
    const bits = owner === uid ? mode >> 6 : groups.includes(gid) ? mode >> 3 : mode;
    // Write and search: without them nothing in a folder can be removed.
    return (bits & 3) !== 3;
  });
  if (locked.length === 0) return [];
  const message = `${locked.length} folders in ${folder} belong to another account, so they cannot be emptied.`;
  const hint = `Give them to your account (\`sudo chown -R "$USER" ${JSON.stringify(folder)}\`), then delete.`;
  const details = locked.slice(0, 20).map(({ path }) => path);
  return [new Fault('home/unwritable', message, { hint, details }).toAppError()];
}

function remarksOn(tree: readonly TreeEntry[]): readonly string[] {
  const odd = tree.filter(({ kind }) => kind === 'link' || kind === 'other').length;
  return odd === 0 ? [] : [`${odd} links or odd files are removed and are in no backup; what links lead to stays.`];
}

/** @returns what a person would wonder about where no folder has exactly this name */
async function remarksWithoutFolder(ports: UsersPorts, { user_id: id }: RegistryEntry): Promise<readonly string[]> {
  const near = [...(await folderNames(ports))].filter((name) => isSame(name, id));
  const none = 'There is no folder with data of this user.';
  return near.length === 0 ? [none] : [`${none} ${near.join(' and ')} differs in letter case and stays.`];
}

/** Tells one state of a folder's content from another, without reading the files. */
export function treeMark(tree: readonly TreeEntry[]): string {
  return JSON.stringify(tree.map(({ path, kind, size, mode, changedAt }) => [path, kind, size, mode, changedAt]));
}

function fingerprint(content: Omit<DeletePlan, 'id'>, entryText: string, tree: readonly TreeEntry[]): string {
  const { obstacles, remarks, ...rest } = content;
  const codes = obstacles.map(({ code, message }) => `${code} ${message}`);
  return createHash('sha256')
    .update(JSON.stringify([rest, codes, remarks, entryText, treeMark(tree)]))
    .digest('hex')
    .slice(0, 32);
}
