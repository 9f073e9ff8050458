import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Everything below a folder as lines of path, kind, mode and a hash of the content: two equal ones mean that nothing was
 * changed in between. `desktop/` is left out, as the app keeps its own things there.
 */
export async function contentOf(folder: string): Promise<readonly string[]> {
  const lines = await walk(folder, folder);
  return lines.sort();
}

/** The same without the backups, which are made beside whatever is done. */
export async function contentBesideBackups(folder: string): Promise<readonly string[]> {
  return (await contentOf(folder)).filter((line) => !line.startsWith('backups/'));
}

async function walk(root: string, folder: string): Promise<string[]> {
  const lines: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const shown = relative(root, path);
    if (shown === 'desktop') continue;
    const status = await lstat(path);
    const mode = status.mode.toString(8);
    if (status.isSymbolicLink()) lines.push(`${shown} -> ${await readlink(path)}`);
    else if (status.isDirectory()) lines.push(`${shown}/ ${mode}`, ...(await walk(root, path)));
    else if (status.isFile()) lines.push(`${shown} ${mode} ${hashOf(await readFile(path))}`);
    else lines.push(`${shown} ${mode}`);
  }
  return lines;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
