import { dirname, join } from 'node:path';
import type { RestoreReport } from '../../src-shared/backups.ts';
import { Fault } from '../../src-shared/errors.ts';
import { unwritable } from '../lib/file-fault.ts';
import {
  clearSwap,
  newPath,
  recoverSwap,
  runSwap,
  type SwapEntry,
  type SwapFolder,
  type SwapPlace,
} from '../lib/file-swap.ts';
import { copyFile, hashOf, lookAt, removeTree } from '../lib/file-tree.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { makeBackup } from './make-backup.ts';
import type { Manifest } from './manifest.ts';
import type { BackupsPorts } from './ports.ts';
import { backupFile, manifestOf, readBackup } from './read-backup.ts';

/** Name of the folder below the app's own in which a restore is prepared. */
const workName = 'restoring';

/** What a restore would change. */
interface Changes {
  readonly entries: readonly SwapEntry[];
  readonly modes: ReadonlyMap<string, number>;
  readonly make: readonly SwapFolder[];
  readonly drop: readonly SwapFolder[];
  readonly unchanged: number;
}

/**
 * Brings the files of a backup back, all or those named, as one change; what the backup knows as absent goes. The state
 * before is backed up first, so that a restore can be taken back by a restore. Faults: `backups/unknown`,
 * `backups/damaged`, `backups/file-unknown`, `home/unwritable`, `home/file-changed`.
 */
export async function restoreBackup(
  ports: BackupsPorts,
  id: string,
  chosen: readonly string[] | null,
): Promise<RestoreReport> {
  const manifest = await soundManifest(ports, id);
  const changes = await changesOf(ports, manifest, chosen).catch((cause) => {
    throw unwritable(ports.folders().path, cause);
  });
  const { entries, unchanged } = changes;
  if (entries.length === 0 && changes.make.length === 0)
    return { id, restored: [], removed: [], unchanged, backup: null };
  const before = await makeBackup(ports, {
    reason: `before restoring ${id.slice(0, 19)}`,
    absent: { files: entries.filter((entry) => entry.before === null).map(({ path }) => path), folders: changes.make },
    also: entries.filter((entry) => entry.before !== null).map(({ path }) => path),
  });
  const place = placeOf(ports);
  try {
    await prepare(ports, place, id, changes);
    await runSwap(place, changes);
  } finally {
    await clearAway(place, ports);
  }
  const restored = entries.filter((entry) => entry.after !== null).map(({ path }) => path);
  const removed = entries.filter((entry) => entry.after === null).map(({ path }) => path);
  return { id, restored, removed, unchanged, backup: before.id };
}

/** Whether a restore was cut off, or is under way in another process. */
export async function restorePending(ports: BackupsPorts): Promise<boolean> {
  return (await lookAt(ports.disk, placeOf(ports).folder)) !== null;
}

/**
 * Undoes a restore that was cut off. To be called with the home held.
 * @returns in words, what was done
 */
export async function recoverRestore(ports: BackupsPorts): Promise<readonly string[]> {
  const place = placeOf(ports);
  if (!(await restorePending(ports))) return [];
  const { outcome, left } = await recoverSwap(place);
  await clearSwap(place);
  await removeTree(ports.disk, place.folder);
  const said = outcome === 'undone' ? ['A restore of a backup was cut off; everything is as it was before.'] : [];
  return [...said, ...left];
}

/** Fault: `backups/unknown`, `backups/damaged` with the problems. */
export async function soundManifest(ports: BackupsPorts, id: string): Promise<Manifest> {
  const { condition } = await readBackup(ports, id, 'hashes');
  const manifest = await manifestOf(ports, id);
  if (condition.state !== 'damaged' && typeof manifest !== 'string') return manifest;
  const details = condition.state === 'damaged' ? condition.problems : [];
  throw new Fault('backups/damaged', `The backup ${id} is damaged: ${details[0] ?? 'its manifest changed'}.`, {
    details,
  });
}

function placeOf({ disk, folders }: BackupsPorts): SwapPlace {
  const { path, desktop } = folders();
  return { disk, root: path, folder: join(desktop, workName) };
}

async function changesOf(
  { disk, folders }: BackupsPorts,
  manifest: Manifest,
  chosen: readonly string[] | null,
): Promise<Changes> {
  const home = folders().path;
  const known = new Set([...manifest.files.map(({ path }) => path), ...manifest.absent.files]);
  const stranger = chosen?.find((path) => !known.has(path));
  if (stranger !== undefined) {
    throw new Fault('backups/file-unknown', `The backup has no file ${stranger}.`);
  }
  const wanted = chosen === null ? known : new Set(chosen);
  const entries: SwapEntry[] = [];
  const plain = (path: string) => refuseOdd(disk, home, path);
  await inParallel(manifest.files, 16, async ({ path, sha256 }) => {
    if (!wanted.has(path)) return;
    await plain(path);
    const before = await hashOf(disk, join(home, path));
    if (before !== sha256) entries.push({ path, before, after: sha256 });
  });
  const brought = entries.length;
  await inParallel(manifest.absent.files, 16, async (path) => {
    if (!wanted.has(path)) return;
    const entry = await lookAt(disk, join(home, path));
    if (entry === null) return;
    await plain(path);
    entries.push({ path, before: await hashOf(disk, join(home, path)), after: null });
  });
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    entries,
    modes: new Map(manifest.files.map(({ path, mode }) => [path, mode])),
    make: await missingFolders(disk, home, manifest, chosen === null ? null : entries),
    // Those below first.
    drop: chosen === null ? manifest.absent.folders.toSorted((a, b) => (a.path < b.path ? 1 : -1)) : [],
    unchanged: manifest.files.filter(({ path }) => wanted.has(path)).length - brought,
  };
}

/** Neither the file nor a folder on the way to it may be a link or something odd: nothing is written through a link. */
async function refuseOdd(disk: BackupsPorts['disk'], home: string, path: string): Promise<void> {
  for (let at = path; at !== '.'; at = dirname(at)) {
    const kind = (await lookAt(disk, join(home, at)))?.kind;
    if (kind === undefined || kind === (at === path ? 'file' : 'folder')) continue;
    throw new Fault(
      'home/unwritable',
      `${join(home, at)} is in the way: it is no plain ${at === path ? 'file' : 'folder'}.`,
    );
  }
}

/**
 * The folders of the backup that are missing, those above first.
 * @param entries only those on the way to these are wanted; null for all
 */
async function missingFolders(
  disk: BackupsPorts['disk'],
  home: string,
  { folders }: Manifest,
  entries: readonly SwapEntry[] | null,
): Promise<readonly SwapFolder[]> {
  const missing: SwapFolder[] = [];
  for (const folder of folders) {
    const wanted = entries === null || entries.some(({ path }) => path.startsWith(`${folder.path}/`));
    if (wanted && (await lookAt(disk, join(home, folder.path))) === null) missing.push(folder);
  }
  return missing;
}

/** Copies what is brought back to where it is moved from, each with the mode it had. */
async function prepare(ports: BackupsPorts, place: SwapPlace, id: string, { entries, modes }: Changes): Promise<void> {
  const { disk } = ports;
  await clearAway(place, ports);
  const folders = new Set<string>();
  try {
    for (const { path, after } of entries) {
      if (after !== null) folders.add(dirname(newPath(place, path)));
    }
    for (const folder of folders) await makeFolder(disk, folder);
    await inParallel(entries, 16, async ({ path, after }) => {
      if (after === null) return;
      const mode = modes.get(path) ?? 0o600;
      const { sha256 } = await copyFile(disk, backupFile(ports, id, path), newPath(place, path), { mode });
      if (sha256 !== after)
        throw new Fault('backups/damaged', `${path} of the backup ${id} changed while it was read.`);
    });
    for (const folder of folders) await disk.syncFolder(folder);
  } catch (cause) {
    throw unwritable(place.folder, cause);
  }
}

/** Removes what was prepared, unless a record says that it is still needed. */
async function clearAway(place: SwapPlace, { log }: BackupsPorts): Promise<void> {
  try {
    const { outcome } = await recoverSwap(place);
    if (outcome !== 'nothing') await clearSwap(place);
    await removeTree(place.disk, place.folder);
  } catch (cause) {
    log.error(`${place.folder} was left behind; the next start looks at it`, cause);
  }
}
