import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../../src-shared/errors.ts';
import { plainLook, type UserLook } from '../../../src-shared/user-look.ts';
import { isErrno, unwritable } from '../../lib/file-fault.ts';
import { copyFile, hashOf, lookAt, removeTree, type TreeEntry } from '../../lib/file-tree.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import type { UsersPorts } from '../ports.ts';
import { stampOf } from '../recovery/registry-copies.ts';

const path = z.string().refine(isPlain, 'a path leads elsewhere');
const mode = z.number().int().min(0).max(0o7777);

const contentShape = z.object({
  format: z.literal(1),
  userId: z.string().min(1),
  name: z.string(),
  deletedAt: z.iso.datetime(),
  /** The entry to the letter. */
  entry: z.string(),
  look: z.object({ color: z.number().nullable(), avatar: z.string().nullable() }).catch(plainLook),
  /** The permission bits of the user's own folder; null where none is in here. */
  data: z.object({ mode }).nullable(),
  files: z.array(z.object({ path, size: z.number().int().nonnegative(), sha256: z.string(), mode })),
  folders: z.array(z.object({ path: z.string(), mode })),
  /** Links and odd things, which were not copied. */
  leftOut: z.array(z.string()),
});

/** What a backup of a deleted user holds. */
export type UserManifest = z.output<typeof contentShape>;

const shape = z.object({ sum: z.string(), content: z.unknown() });

/** A user to be kept. */
export interface KeptUser {
  readonly userId: string;
  readonly name: string;
  readonly entry: string;
  readonly look: UserLook;
  /** Null where no data is to be kept, because there is none or it stays. */
  readonly data: { readonly folder: string; readonly mode: number; readonly tree: readonly TreeEntry[] } | null;
}

/** How many files at a time. */
const width = 16;

/** Where the backups of deleted users are. */
export function userBackupsFolder(ports: Pick<UsersPorts, 'folders'>): string {
  return join(ports.folders().backups, 'deleted-users');
}

/**
 * Copies a user with all that is theirs and reads the copies again; the manifest comes last and makes it a backup.
 * Faults: `home/unwritable`, also for a file that cannot be read: nothing is left behind then.
 * @returns its id
 */
export async function keepUser(ports: UsersPorts, user: KeptUser): Promise<string> {
  const now = ports.clock.now();
  const above = userBackupsFolder(ports);
  const id = await newBackup(ports, user.userId, now);
  const folder = join(above, id);
  try {
    await ports.disk.syncFolder(above);
    const files = user.data === null ? [] : await copyTree(ports, user.data, join(folder, 'files'));
    const manifest = manifestOf(user, files, now);
    await ports.files.write(manifestPath(folder), new TextEncoder().encode(written(manifest)), { mode: 0o600 });
    return id;
  } catch (cause) {
    await removeTree(ports.disk, folder).catch((left) => ports.log.warn(`${folder} was left behind: ${String(left)}`));
    throw unwritable(folder, cause);
  }
}

/** Makes the folder of a backup; one that has the name already, of the same millisecond, is stepped aside for. */
async function newBackup(ports: UsersPorts, userId: string, now: Date): Promise<string> {
  const above = userBackupsFolder(ports);
  const words = userId.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '_');
  await ports.files.makeFolder(above);
  for (let at = now.getTime(); ; at += 1) {
    const id = `${words.slice(0, 63)}_${stampOf(new Date(at))}`;
    try {
      await ports.disk.mkdir(join(above, id), 0o700);
      return id;
    } catch (cause) {
      if (!isErrno(cause, 'EEXIST') || at > now.getTime() + 1000) throw unwritable(join(above, id), cause);
    }
  }
}

/** Removes a backup for good. Fault: `home/unwritable`. */
export async function forgetBackup(ports: UsersPorts, id: string): Promise<void> {
  const folder = join(userBackupsFolder(ports), id);
  try {
    // The manifest first: what is cut off in the midst of it is known as no backup.
    await ports.files.remove(manifestPath(folder));
    await removeTree(ports.disk, folder);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** The manifest of a backup, or why it cannot be used, in words. */
export async function readUserManifest(ports: UsersPorts, id: string): Promise<UserManifest | string> {
  const text = await ports.files.readText(manifestPath(join(userBackupsFolder(ports), id)));
  if (text === null) return 'it has no manifest: it was cut off while it was made';
  try {
    const { sum, content } = shape.parse(JSON.parse(text));
    if (sumOf(content) !== sum) return 'its manifest was changed after it was written';
    const parsed = contentShape.safeParse(content);
    return parsed.success ? parsed.data : 'its manifest is not one that this version of the app understands';
  } catch {
    return 'its manifest cannot be understood';
  }
}

/** What is wrong with the files of a backup, one line each; every file is read and its hash compared. */
export async function damageOf(ports: UsersPorts, id: string, { files }: UserManifest): Promise<readonly string[]> {
  const problems: string[] = [];
  await inParallel(files, width, async (file) => {
    const copy = join(userBackupsFolder(ports), id, 'files', file.path);
    const entry = await lookAt(ports.disk, copy);
    if (entry?.kind !== 'file') problems.push(`${file.path} is missing`);
    else if ((await hashOf(ports.disk, copy)) !== file.sha256) problems.push(`${file.path} was changed`);
  });
  return problems.sort();
}

/** The ids of the backups, the newest last. */
export async function userBackupIds(ports: UsersPorts): Promise<readonly string[]> {
  const names = await ports.files.list(userBackupsFolder(ports));
  return names.filter((name) => /_\d{8}_\d{6}_\d{3}$/.test(name));
}

async function copyTree(
  { disk }: UsersPorts,
  { folder, tree }: { readonly folder: string; readonly tree: readonly TreeEntry[] },
  to: string,
): Promise<UserManifest['files']> {
  const plain = tree.filter(({ kind }) => kind === 'file');
  const holding = new Set(plain.map((entry) => dirname(join(to, entry.path))));
  for (const one of holding) await makeFolder(disk, one);
  const files: UserManifest['files'] = [];
  await inParallel(plain, width, async (entry) => {
    const copy = join(to, entry.path);
    // For this account alone, whatever the mode it is restored with.
    const made = await copyFile(disk, join(folder, entry.path), copy, { mode: 0o600 });
    if ((await hashOf(disk, copy)) !== made.sha256) {
      throw new Fault('home/unwritable', `${copy} was written, but other bytes came back from the disk.`);
    }
    files.push({ path: entry.path, mode: entry.mode, ...made });
  });
  for (const one of holding) await disk.syncFolder(one);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function manifestOf(user: KeptUser, files: UserManifest['files'], now: Date): UserManifest {
  const tree = user.data?.tree ?? [];
  return {
    format: 1,
    userId: user.userId,
    name: user.name,
    deletedAt: now.toISOString(),
    entry: user.entry,
    look: user.look,
    data: user.data === null ? null : { mode: user.data.mode },
    files,
    folders: tree.flatMap(({ path: at, kind, mode: bits }) => (kind === 'folder' ? [{ path: at, mode: bits }] : [])),
    leftOut: tree.flatMap(({ path: at, kind }) => (kind === 'link' || kind === 'other' ? [at] : [])),
  };
}

function manifestPath(folder: string): string {
  return join(folder, 'manifest.json');
}

function written(manifest: UserManifest): string {
  return `${JSON.stringify({ sum: sumOf(manifest), content: manifest }, null, 1)}\n`;
}

function sumOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Whether a path is relative, goes down only, and means the same on every system. */
function isPlain(text: string): boolean {
  const parts = text.split('/');
  return !/[\\\0]|^[A-Za-z]:/.test(text) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
