import { join } from 'node:path';
import { type Backup, type Retention, retention } from '../../src-shared/backups.ts';
import { Fault } from '../../src-shared/errors.ts';
import { unwritable } from '../lib/file-fault.ts';
import { lookAt, removeTree } from '../lib/file-tree.ts';
import { manifestName } from './make-backup.ts';
import type { BackupsPorts } from './ports.ts';
import { backupIds, readBackup } from './read-backup.ts';

/** Kept where nothing else was chosen. */
const usual: Retention = { count: 30, days: 30 };

const day = 24 * 60 * 60 * 1000;

/** The chosen retention; the usual one, with the reason, where the file that holds it cannot be read. */
export async function readRetention(
  ports: BackupsPorts,
): Promise<{ readonly retention: Retention; readonly trouble: string | null }> {
  const path = settingPath(ports);
  try {
    const text = await ports.files.readText(path);
    if (text === null) return { retention: usual, trouble: null };
    return { retention: retention.parse(JSON.parse(text)), trouble: null };
  } catch (cause) {
    const why = cause instanceof Fault ? cause.message : `${path} is not what this app writes.`;
    return { retention: usual, trouble: why };
  }
}

/** Keeps the choice; an unreadable one is replaced, for choosing anew is how it is repaired. Fault: `home/unwritable`. */
export async function writeRetention(ports: BackupsPorts, chosen: Retention): Promise<void> {
  await ports.files.makeFolder(ports.folders().desktop);
  const bytes = new TextEncoder().encode(`${JSON.stringify(chosen)}\n`);
  await ports.files.write(settingPath(ports), bytes, { mode: 0o600 });
}

/**
 * Removes the backups that the setting does not keep; never the last good one, never what this app did not make, and
 * nothing at all while the setting cannot be read. Answers with the ids. Fault: `home/unwritable`.
 */
export async function pruneBackups(ports: BackupsPorts): Promise<readonly string[]> {
  const { retention: chosen, trouble } = await readRetention(ports);
  if (trouble !== null) return [];
  const all: Backup[] = [];
  for (const id of await backupIds(ports)) all.push(await readBackup(ports, id, 'sizes'));
  const going = await beyond(ports, all, chosen);
  for (const { id } of going) await removeBackup(ports, id);
  return going.map(({ id }) => id);
}

/** @param all the newest first */
async function beyond(ports: BackupsPorts, all: readonly Backup[], { count, days }: Retention) {
  const youngest = ports.clock.now().getTime() - days * day;
  const whole = all.filter(({ condition }) => condition.state !== 'damaged');
  const kept = new Set(whole.slice(0, count));
  const isYoung = ({ createdAt }: Backup) => createdAt === null || Date.parse(createdAt) >= youngest;
  // A damaged one does not count among the newest, so that it never pushes a whole one out.
  const going = all.filter((backup) => !kept.has(backup) && !isYoung(backup));
  if (going.length === 0) return going;
  for (const { id } of all.filter((backup) => !going.includes(backup))) {
    if ((await readBackup(ports, id, 'hashes')).condition.state === 'good') return going;
  }
  for (const backup of going) {
    if ((await readBackup(ports, backup.id, 'hashes')).condition.state !== 'good') continue;
    return going.filter((other) => other !== backup);
  }
  return going;
}

/** The manifest goes first: what is cut off in the midst of it is known as no backup. */
async function removeBackup({ disk, folders }: BackupsPorts, id: string): Promise<void> {
  const folder = join(folders().backups, id);
  try {
    if ((await lookAt(disk, join(folder, manifestName))) !== null) {
      await disk.unlink(join(folder, manifestName));
      await disk.syncFolder(folder);
    }
    await removeTree(disk, folder);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

function settingPath({ folders }: BackupsPorts): string {
  return join(folders().desktop, 'backups.json');
}
