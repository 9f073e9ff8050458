import { relative } from 'node:path';
import { listTree, type TreeEntry } from '../lib/file-tree.ts';
import { isPlainPath } from './manifest.ts';
import type { BackupsPorts } from './ports.ts';

/** Not of the home itself: the backups, what the app keeps for itself, and users' data, which has its own way out. */
const apart = ['backups', 'desktop', 'data'];
/** What is being written at this moment, by the file layer. */
const draft = /(^|\/)\.[^/]+\.draft$/;

/**
 * What a backup is made of: everything below the home but backups, the app's own folder, users' data and drafts. Links
 * and odd things are told too. Throws the system's own errors.
 */
export async function coveredFiles(ports: BackupsPorts): Promise<readonly TreeEntry[]> {
  const home = ports.folders().path;
  const data = relative(home, await ports.dataRoot()).replaceAll('\\', '/');
  const passedOver = new Set(isPlainPath(data) ? [...apart, data] : apart);
  return listTree(ports.disk, home, (path) => passedOver.has(path) || draft.test(path));
}
