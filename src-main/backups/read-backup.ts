import { join } from 'node:path';
import type { Backup, BackupCondition } from '../../src-shared/backups.ts';
import { Fault } from '../../src-shared/errors.ts';
import { unreadable } from '../lib/file-fault.ts';
import { hashOf, lookAt } from '../lib/file-tree.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { manifestName } from './make-backup.ts';
import { type Manifest, type ManifestFile, readManifest } from './manifest.ts';
import type { BackupsPorts } from './ports.ts';

/** The names of this app's backups; it makes no others, and whatever else is among the backups is left alone. */
const ownName = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})_(\d{3})-[a-z0-9-]+$/;

/** How many files at a time. */
const width = 16;

/** The ids of this app's backups, whole or not, the newest first. */
export async function backupIds({ disk, folders }: BackupsPorts): Promise<readonly string[]> {
  const { backups } = folders();
  try {
    if ((await lookAt(disk, backups))?.kind !== 'folder') return [];
    const names = (await disk.list(backups)).filter((name) => ownName.test(name));
    const kinds = await Promise.all(names.map(async (name) => (await lookAt(disk, join(backups, name)))?.kind));
    return names
      .filter((_name, index) => kinds[index] === 'folder')
      .sort()
      .reverse();
  } catch (cause) {
    throw unreadable(backups, cause);
  }
}

/** A backup's manifest, or in words why it has none that can be relied on. */
export async function manifestOf({ files, folders }: BackupsPorts, id: string): Promise<Manifest | string> {
  try {
    const text = await files.readText(join(folders().backups, id, manifestName));
    return text === null ? 'it was cut off while it was made' : readManifest(text);
  } catch (cause) {
    return cause instanceof Fault ? cause.message : String(cause);
  }
}

/** How thoroughly a backup is looked at: whether all files are there in their sizes, or their hashes too. */
export type Check = 'sizes' | 'hashes';

/** A backup as shown. Reads, changes nothing, never throws for a damaged one. */
export async function readBackup(ports: BackupsPorts, id: string, check: Check): Promise<Backup> {
  const manifest = await manifestOf(ports, id);
  if (typeof manifest === 'string') {
    const condition: BackupCondition = { state: 'damaged', problems: [manifest] };
    return { id, createdAt: timeOf(id), reason: '', appVersion: null, files: 0, size: 0, condition };
  }
  const problems = await problemsOf(ports, id, manifest, check);
  return {
    id,
    createdAt: manifest.createdAt,
    reason: manifest.reason,
    appVersion: manifest.appVersion,
    files: manifest.files.length,
    size: manifest.files.reduce((sum, { size }) => sum + size, 0),
    condition: conditionOf(problems, check, ports),
  };
}

/** Where a file of a backup lies. */
export function backupFile({ folders }: BackupsPorts, id: string, path: string): string {
  return join(folders().backups, id, 'files', path);
}

function conditionOf(problems: readonly string[], check: Check, { clock }: BackupsPorts): BackupCondition {
  if (problems.length > 0) return { state: 'damaged', problems };
  return check === 'hashes' ? { state: 'good', checkedAt: clock.now().toISOString() } : { state: 'readable' };
}

async function problemsOf(ports: BackupsPorts, id: string, manifest: Manifest, check: Check): Promise<string[]> {
  const problems: string[] = [];
  await inParallel(manifest.files, width, async (file) => {
    const problem = await problemOf(ports, id, file, check);
    if (problem !== null) problems.push(problem);
  });
  return problems.sort();
}

async function problemOf(ports: BackupsPorts, id: string, file: ManifestFile, check: Check): Promise<string | null> {
  const path = backupFile(ports, id, file.path);
  try {
    const entry = await lookAt(ports.disk, path);
    if (entry === null) return `${file.path} is missing`;
    if (entry.kind !== 'file') return `${file.path} is no plain file`;
    if (entry.size !== file.size) return `${file.path} has ${entry.size} bytes in the place of ${file.size}`;
    if (check === 'sizes' || (await hashOf(ports.disk, path)) === file.sha256) return null;
    return `${file.path} has other bytes than were written`;
  } catch (cause) {
    return unreadable(file.path, cause).message;
  }
}

function timeOf(id: string): string | null {
  const [year, month, day, hour, minute, second, ms] = (ownName.exec(id) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined) return null;
  const at = new Date(year, month - 1, day, hour, minute, second, ms);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
