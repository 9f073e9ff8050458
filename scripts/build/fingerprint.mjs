import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isSource = (name) => !/\.test\.tsx?$|\.md$|^\./.test(name);

/**
 * A short text that changes when a source does: name, size and time of every file below the given paths.
 * @param {string} root folder that the paths are relative to
 * @param {readonly string[]} paths files and folders; one that does not exist counts as empty
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) addPath(hash, root, path);
  return hash.digest('hex');
}

function addPath(hash, root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) {
    hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(join(root, path)).sort()) {
    if (isSource(name)) addPath(hash, root, `${path}/${name}`);
  }
}

/**
 * Whether a build is still that of its sources.
 * @param {string} note file that `remember` wrote beside the build
 * @param {string} print the sources' fingerprint now
 * @param {readonly string[]} products what the build makes, all of which must be there
 */
export function isFresh(note, print, products) {
  return existsSync(note) && readFileSync(note, 'utf8') === print && products.every((product) => existsSync(product));
}

/** Notes which sources a build was made of. */
export function remember(note, print) {
  writeFileSync(note, print);
}
