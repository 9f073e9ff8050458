import { isAbsolute, join, resolve, sep } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { Files } from '../lib/files.ts';
import { fullPath } from '../lib/full-path.ts';
import type { Surroundings } from '../ports.ts';
import { readEnvFile } from './env-values.ts';
import type { HomeFolders } from './folders.ts';

/** Where upstream keeps everybody's data on macOS. */
const macDataRoot = '/Users/Shared/personal_agent_data';

/** Where users' data is kept: the folder with the registry, and the storage back end's part of every user's folder. */
export interface DataPlace {
  readonly root: HomeState['dataRoot'];
  readonly backend: string;
}

/** Finds both, with how the folder was found (spec 2.1). Asked at each use, kept by nobody. */
export async function findDataPlace(
  surroundings: Surroundings,
  folders: HomeFolders,
  files: Files,
): Promise<DataPlace> {
  const inFiles = await Promise.all(serviceNames.map((name) => readEnvFile(folders.services[name].envFile, files)));
  return {
    root: await findDataRoot(surroundings, folders, files, inFiles),
    backend: findBackend(surroundings, inFiles),
  };
}

type EnvValues = ReadonlyMap<string, string>;

async function findDataRoot(
  surroundings: Surroundings,
  folders: HomeFolders,
  files: Files,
  inFiles: readonly EnvValues[],
): Promise<HomeState['dataRoot']> {
  const { env, platform } = surroundings;
  if (isSet(env.PERSAG_ROOT)) return { path: fullPath(env.PERSAG_ROOT, surroundings), origin: 'PERSAG_ROOT' };
  if (isSet(env.DATA_DIR)) return { path: fullPath(env.DATA_DIR, surroundings), origin: 'DATA_DIR' };
  for (const values of inFiles) {
    const path = values.get('DATA_DIR');
    // Upstream's env files name a folder of macOS; it counts only where it is really there.
    if (isSet(path) && isAbsolute(path) && (await isFolder(path, files)))
      return { path: resolve(path), origin: 'env file' };
  }
  if (platform === 'darwin') return { path: macDataRoot, origin: 'macOS default' };
  return { path: join(folders.path, 'data'), origin: 'home' };
}

/** The storage back end's name (facts 5.1). */
function findBackend({ env }: Surroundings, inFiles: readonly EnvValues[]): string {
  const named = [env.STORAGE_BACKEND, ...inFiles.map((values) => values.get('STORAGE_BACKEND'))];
  // A part of a path: anything that could lead elsewhere is not taken, from wherever it comes.
  return named.find((name) => isSet(name) && /^[\w-]+$/.test(name)) ?? 'agno';
}

/** A link to a folder counts: a data root on another disk is often reached by one. */
async function isFolder(path: string, files: Files): Promise<boolean> {
  return (await files.kind(`${path}${sep}.`)) === 'folder';
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
