import { dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unwritable } from '../lib/file-fault.ts';
import type { SwapFolder } from '../lib/file-swap.ts';
import { copyFile, hashOf, lookAt, removeTree } from '../lib/file-tree.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { coveredFiles } from './covered-files.ts';
import { type Manifest, type ManifestFile, writeManifest } from './manifest.ts';
import type { BackupsPorts } from './ports.ts';

/** A backup to be made. Paths are relative to the home, with slashes. */
export interface BackupRequest {
  readonly reason: string;
  /** What is not there and is about to be made, so that restoring takes it away again. */
  readonly absent?: { readonly files: readonly string[]; readonly folders: readonly SwapFolder[] };
  /** Files to keep although they are users' data. */
  readonly also?: readonly string[];
}

/** How many files at a time. */
const width = 16;

/** The file that makes a folder a backup. */
export const manifestName = 'manifest.json';

/**
 * Copies the home's files to a new folder of the backups and reads the copies again. The manifest comes last: a folder
 * that was cut off has none and is no backup. Faults: `home/unwritable`, `home/file-unreadable`.
 */
export async function makeBackup(
  ports: BackupsPorts,
  request: BackupRequest,
): Promise<{ readonly id: string; readonly manifest: Manifest }> {
  const { backups } = ports.folders();
  const now = ports.clock.now();
  const id = await newFolder(ports, now, request.reason);
  const folder = join(backups, id);
  try {
    await ports.disk.syncFolder(backups);
    const { files, folders, leftOut } = await copyAll(ports, folder, request.also ?? []);
    const manifest: Manifest = {
      format: 1,
      reason: request.reason,
      createdAt: now.toISOString(),
      appVersion: ports.version,
      files: [...files],
      folders: [...folders],
      absent: { files: [...(request.absent?.files ?? [])], folders: [...(request.absent?.folders ?? [])] },
      leftOut: [...leftOut],
    };
    const bytes = new TextEncoder().encode(writeManifest(manifest));
    await ports.files.write(join(folder, manifestName), bytes, { mode: 0o600 });
    return { id, manifest };
  } catch (cause) {
    await removeTree(ports.disk, folder).catch((left) => ports.log.warn(`${folder} was left behind: ${String(left)}`));
    throw unwritable(folder, cause);
  }
}

async function copyAll(ports: BackupsPorts, folder: string, also: readonly string[]) {
  const { disk } = ports;
  const home = ports.folders().path;
  const covered = await coveredFiles(ports);
  const known = new Set(covered.map(({ path }) => path));
  const extra = await Promise.all(
    also
      .filter((path) => !known.has(path))
      .map(async (path) => {
        const entry = await lookAt(disk, join(home, path));
        return entry === null ? [] : [{ ...entry, path }];
      }),
  );
  const all = [...covered, ...extra.flat()];
  const leftOut = all.flatMap(({ path, kind }) =>
    kind === 'link' || kind === 'other' ? [{ path, why: kind === 'link' ? 'a link' : 'no plain file' }] : [],
  );
  const plain = all.filter(({ kind }) => kind === 'file');
  const holding = new Set(plain.map(({ path }) => dirname(join(folder, 'files', path))));
  for (const one of holding) await makeFolder(disk, one);
  const files: ManifestFile[] = [];
  await inParallel(plain, width, async ({ path, mode }) => {
    const copy = join(folder, 'files', path);
    const made = await copied(disk, join(home, path), copy);
    if (made === null) return;
    if ((await hashOf(disk, copy)) !== made.sha256) {
      throw new Fault('home/unwritable', `${copy} was written, but other bytes came back from the disk.`);
    }
    files.push({ path, mode, ...made });
  });
  for (const one of holding) await disk.syncFolder(one);
  const folders = all.flatMap(({ path, kind, mode }) => (kind === 'folder' ? [{ path, mode }] : []));
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), folders, leftOut };
}

/** The copy, or null where the file went away since it was listed. */
async function copied(disk: BackupsPorts['disk'], from: string, to: string) {
  try {
    // For this account alone, whatever the mode it is restored with: an env file has keys in it.
    return await copyFile(disk, from, to, { mode: 0o600 });
  } catch (cause) {
    if (isErrno(cause, 'ENOENT') && (await lookAt(disk, from)) === null) return null;
    throw cause;
  }
}

/** Makes the folder of a backup; one that has the name already, of the same millisecond, is stepped aside for. */
async function newFolder({ disk, folders }: BackupsPorts, now: Date, reason: string): Promise<string> {
  const { backups } = folders();
  await makeFolder(disk, backups).catch((cause) => {
    throw unwritable(backups, cause);
  });
  for (let later = 0; ; later += 1) {
    const id = `${stampOf(new Date(now.getTime() + later))}-${wordsOf(reason)}`;
    try {
      await disk.mkdir(join(backups, id), 0o700);
      return id;
    } catch (cause) {
      if (!isErrno(cause, 'EEXIST') || later > 1000) throw unwritable(join(backups, id), cause);
    }
  }
}

/** Local time, YYYYmmdd_HHMMSS_mmm: sorts as it happened, and upstream's lists pass over it. */
function stampOf(at: Date): string {
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${at.getFullYear()}${part(at.getMonth() + 1)}${part(at.getDate())}`;
  const time = `${part(at.getHours())}${part(at.getMinutes())}${part(at.getSeconds())}`;
  return `${day}_${time}_${part(at.getMilliseconds(), 3)}`;
}

function wordsOf(reason: string): string {
  const words = reason
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  return words === '' ? 'backup' : words;
}
