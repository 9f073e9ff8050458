import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './console.mjs';
import { alone } from './lock.mjs';
import { root } from './paths.mjs';
import { capture, mustRun } from './run.mjs';

/**
 * The locked npm packages, installed if they are missing or the lock file has changed since.
 * Install scripts stay off: the only one needed is that of `node`, and the rest would compile optional native parts that
 * nothing here uses.
 * @param {string} [folder] the checkout
 * @returns {Promise<boolean>} whether anything had to be installed
 */
export async function ensurePackages(folder = root) {
  if (packagesAreCurrent(folder)) return false;
  await alone(join(folder, '.install.lock'), async () => {
    if (packagesAreCurrent(folder)) return;
    await step('installing the locked npm packages (about half a minute)', () => install(folder));
    writeFileSync(stampPath(folder), lockHash(folder));
  });
  return true;
}

/** True if what is installed is what the lock file says: by the stamp, or by npm's own record of what it installed. */
export function packagesAreCurrent(folder) {
  if (!existsSync(nodeBinary(folder))) return false;
  const hash = lockHash(folder);
  if (readOr(stampPath(folder), '') === hash) return true;
  if (!installedMatchesLock(folder)) return false;
  writeFileSync(stampPath(folder), hash);
  return true;
}

/** Compares npm's hidden lock file with ours: every package that is not optional is there in its locked version. */
export function installedMatchesLock(folder) {
  const wanted = JSON.parse(readOr(join(folder, 'package-lock.json'), '{}')).packages ?? {};
  const installed = JSON.parse(readOr(join(folder, 'node_modules', '.package-lock.json'), '{}')).packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && !installed[path])) return true;
    return installed[path]?.version === entry.version;
  });
}

async function install(folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: folder, shell: process.platform === 'win32' };
  await mustRun(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], options);
  // Fetches the binary of the pinned Node; newer tools need it, older systems have Node 20.
  await mustRun(npm, ['rebuild', 'node'], options);
  const { code, output } = await capture(nodeBinary(folder), ['--version'], { cwd: folder });
  if (code !== 0) throw new Error(`The npm package "node" brought no binary that runs here:\n${output}`);
}

const lockHash = (folder) =>
  createHash('sha256')
    .update(readOr(join(folder, 'package-lock.json'), ''))
    .digest('hex');
const stampPath = (folder) => join(folder, 'node_modules', '.persag-installed');
const nodeBinary = (folder) =>
  join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function readOr(path, fallback) {
  return existsSync(path) ? readFileSync(path, 'utf8') : fallback;
}
