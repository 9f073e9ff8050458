import { join } from 'node:path';
import type { BackupDiff, BackupDiffFile } from '../../src-shared/backups.ts';
import { maskSecrets } from '../formats/mask-secrets.ts';
import { unifiedDiff } from '../formats/unified-diff.ts';
import { unreadable } from '../lib/file-fault.ts';
import { hashOf, lookAt } from '../lib/file-tree.ts';
import { coveredFiles } from './covered-files.ts';
import type { BackupsPorts } from './ports.ts';
import { backupFile } from './read-backup.ts';
import { soundManifest } from './restore-backup.ts';

/** Bytes beyond which a file is not compared line by line. */
const longest = 256 * 1024;

/** A backup against the present, as a preview of restoring it. Faults: `backups/unknown`, `backups/damaged`. */
export async function diffBackup(ports: BackupsPorts, id: string): Promise<BackupDiff> {
  const manifest = await soundManifest(ports, id);
  const home = ports.folders().path;
  try {
    const inBackup = new Set(manifest.files.map(({ path }) => path));
    const absent = new Set(manifest.absent.files);
    const present = (await coveredFiles(ports)).filter(({ kind }) => kind === 'file').map(({ path }) => path);
    const files: BackupDiffFile[] = [];
    for (const { path, sha256 } of manifest.files) {
      const now = await hashOf(ports.disk, join(home, path));
      const change = now === null ? 'missing' : now === sha256 ? 'same' : 'changed';
      const diff = change === 'same' ? null : await textDiff(ports, join(home, path), backupFile(ports, id, path));
      files.push({ path, change, removes: false, diff });
    }
    const alsoThere: string[] = [];
    for (const path of absent) if ((await lookAt(ports.disk, join(home, path))) !== null) alsoThere.push(path);
    for (const path of new Set([...present, ...alsoThere])) {
      if (inBackup.has(path)) continue;
      const removes = absent.has(path);
      files.push({
        path,
        change: 'added',
        removes,
        diff: removes ? await textDiff(ports, join(home, path), null) : null,
      });
    }
    return { id, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  } catch (cause) {
    throw unreadable(home, cause);
  }
}

/** From the present to the backup; null where one of them is no short text. */
async function textDiff(ports: BackupsPorts, present: string, kept: string | null): Promise<string | null> {
  const [before, after] = [await shortText(ports, present), kept === null ? '' : await shortText(ports, kept)];
  if (before === null || after === null) return null;
  return unifiedDiff(before, after, { before: maskSecrets(before), after: maskSecrets(after) });
}

/** The text of a file, empty where it is absent, null where it is long or has bytes no text has. */
async function shortText({ disk, files }: BackupsPorts, path: string): Promise<string | null> {
  const entry = await lookAt(disk, path);
  if (entry === null) return '';
  if (entry.kind !== 'file' || entry.size > longest) return null;
  const text = await files.readText(path);
  return text === null || text.includes('\0') ? null : text;
}
