import { isAbsolute, join, resolve, sep } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { Files } from '../lib/files.ts';
import type { Surroundings } from '../ports.ts';
import { readEnvFile } from './env-values.ts';
import { fullPath, type HomeFolders } from './folders.ts';

/** Where upstream keeps everybody's data on macOS. */
const macDataRoot = '/Users/Shared/personal_agent_data';

/** The folder of the users' data and the registry, and how it was found (spec 2.1). Asked at each use, kept by nobody. */
export async function findDataRoot(
  surroundings: Surroundings,
  folders: HomeFolders,
  files: Files,
): Promise<HomeState['dataRoot']> {
  const { env, platform } = surroundings;
  if (isSet(env.PERSAG_ROOT)) return { path: fullPath(env.PERSAG_ROOT, surroundings), origin: 'PERSAG_ROOT' };
  if (isSet(env.DATA_DIR)) return { path: fullPath(env.DATA_DIR, surroundings), origin: 'DATA_DIR' };
  for (const name of serviceNames) {
    const path = (await readEnvFile(folders.services[name].envFile, files)).get('DATA_DIR');
    // Upstream's env files name a folder of macOS; it counts only where it is really there.
    if (isSet(path) && isAbsolute(path) && (await isFolder(path, files)))
      return { path: resolve(path), origin: 'env file' };
  }
  if (platform === 'darwin') return { path: macDataRoot, origin: 'macOS default' };
  return { path: join(folders.path, 'data'), origin: 'home' };
}

/** The storage back end's name, part of every user's folder (facts 5.1). */
export async function findBackend(surroundings: Surroundings, folders: HomeFolders, files: Files): Promise<string> {
  const envFiles = serviceNames.map((name) => readEnvFile(folders.services[name].envFile, files));
  const inFiles = (await Promise.all(envFiles)).map((values) => values.get('STORAGE_BACKEND'));
  // A part of a path: anything that could lead elsewhere is not taken, from wherever it comes.
  const usable = [surroundings.env.STORAGE_BACKEND, ...inFiles].find((name) => isSet(name) && /^[\w-]+$/.test(name));
  return usable ?? 'agno';
}

/** A link to a folder counts: a data root on another disk is often reached by one. */
async function isFolder(path: string, files: Files): Promise<boolean> {
  return (await files.kind(`${path}${sep}.`)) === 'folder';
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
