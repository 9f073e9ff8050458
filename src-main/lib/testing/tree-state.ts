import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Everything below a folder as plain data: path to kind, mode and bytes. For tests that compare a folder before and
 * after.
 * @param without names at the top that are left out
 */
export async function treeState(
  root: string,
  without: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const state: Record<string, string> = {};
  async function look(below: string): Promise<void> {
    for (const name of (await readdir(join(root, below))).sort()) {
      if (below === '' && without.includes(name)) continue;
      const path = join(below, name);
      const found = await lstat(join(root, path));
      const mode = (found.mode & 0o7777).toString(8);
      if (found.isDirectory()) {
        state[path] = `folder ${mode}`;
        await look(path);
      } else if (found.isFile()) state[path] = `file ${mode} ${await readFile(join(root, path), 'base64')}`;
      else state[path] = found.isSymbolicLink() ? `link ${await readlink(join(root, path))}` : 'other';
    }
  }
  await look('');
  return state;
}
