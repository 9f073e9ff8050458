import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts);

/** Where things that outlive a checkout are kept: the person's cache folder, never the checkout. */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'persag-desktop');
}

/** The Node the tools need (24), from the locked `node` package; the running one where that package has no binary. */
export function toolNode() {
  const pinned = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** The environment for child processes: the pinned Node and the locked tools come first on the path. */
export function toolEnvironment(extra = {}) {
  const path = [inRoot('node_modules', 'node', 'bin'), inRoot('node_modules', '.bin'), process.env.PATH ?? ''];
  return { ...process.env, PATH: path.join(delimiter), ...extra };
}
