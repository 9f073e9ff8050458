import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, say, step } from './console.mjs';
import { ensureFallback, fallback, hasFallback } from './electron-fallback.mjs';
import { cacheFolder, inRoot, toolEnvironment, toolNode } from './paths.mjs';
import { capture } from './run.mjs';

/**
 * An Electron runtime.
 * @typedef {object} Runtime
 * @property {'given' | 'official' | 'fallback'} kind
 * @property {string} executable what `electron FOLDER` is
 * @property {string} folder where the runtime's files are
 * @property {string} version such as "45.4.1"; empty if its folder does not say
 */

/**
 * The Electron to run, fetched if need be. In this order: the folder that ELECTRON_OVERRIDE_DIST_PATH names, the official
 * binary that is there already, the official download, and, on Linux x64, the development runtime.
 * @returns {Promise<Runtime>}
 */
export async function ensureElectron(env = process.env) {
  const given = givenRuntime(env);
  if (given !== null) return given;
  const present = officialRuntime();
  if (present !== null) return present;
  if (hasFallback && failedLately()) return fallbackRuntime();
  const said = await step('fetching the official Electron', download);
  const fetched = officialRuntime();
  if (fetched !== null) return fetched;
  if (!hasFallback) throw new Stop(`Electron could not be fetched:\n${said}`, 'npx install-electron');
  const runtime = await fallbackRuntime();
  writeFileSync(failureNote(), said);
  return runtime;
}

/** The runtime that the environment names; a `Stop` if there is none at that place. */
export function givenRuntime(env) {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return null;
  const executable = join(folder, executableName());
  if (!existsSync(executable)) {
    throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${executable} is not there.`);
  }
  return { kind: 'given', executable, folder, version: versionIn(folder) };
}

/** The official binary in node_modules, if it was fetched and is of the locked version. */
export function officialRuntime(packageFolder = inRoot('node_modules', 'electron')) {
  const folder = join(packageFolder, 'dist');
  const executable = join(folder, executableName());
  const wanted = existsSync(join(packageFolder, 'package.json'))
    ? JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version
    : undefined;
  if (!existsSync(executable) || versionIn(folder) !== wanted) return null;
  return { kind: 'official', executable, folder, version: versionIn(folder) };
}

async function fallbackRuntime() {
  const folder = await ensureFallback();
  say(`Electron ${fallback.version} (development runtime; the official one cannot be fetched here)`);
  return { kind: 'fallback', executable: join(folder, 'electron'), folder, version: fallback.version };
}

async function download() {
  const installer = inRoot('node_modules', 'electron', 'install.js');
  return (await capture(toolNode(), [installer], { env: toolEnvironment() })).output.trim();
}

/** A failed download is not tried again for a day, so that a start without the internet stays quick. */
function failedLately() {
  const failedAt = statSync(failureNote(), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - failedAt < 24 * 3600 * 1000;
}

const failureNote = () => join(cacheFolder(), 'official-electron-unreachable.txt');

function versionIn(folder) {
  const path = join(folder, 'version');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().replace(/^v/, '') : '';
}

function executableName() {
  if (process.platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
