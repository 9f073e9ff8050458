import { join } from 'node:path';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { HomeOrigin } from '../../src-shared/home.ts';
import type { Files } from '../lib/files.ts';
import { fullPath } from '../lib/full-path.ts';
import type { Surroundings } from '../ports.ts';

/** The files of one service. */
export interface ServiceFolder {
  readonly folder: string;
  readonly composeFile: string;
  readonly envFile: string;
}

/** Where everything of a home is (spec 1.2). Absolute paths. */
export interface HomeFolders {
  readonly path: string;
  readonly userIdFile: string;
  readonly backups: string;
  /** What the app itself keeps. */
  readonly desktop: string;
  readonly services: Readonly<Record<ServiceName, ServiceFolder>>;
}

/** A home as found: the folder, how it was found, and a second one that is there too. */
export interface FoundHome {
  readonly path: string;
  readonly origin: HomeOrigin;
  readonly other: string | null;
}

/** The layout of a home; it says where things belong, not that they are there. */
export function foldersOf(path: string): HomeFolders {
  return {
    path,
    userIdFile: join(path, 'env.userid'),
    backups: join(path, 'backups'),
    desktop: join(path, 'desktop'),
    services: {
      knowledge: serviceFolder(join(path, 'lightrag_server'), 'env.server'),
      memory: serviceFolder(join(path, 'lightrag_memory_server'), 'env.memory_server'),
    },
  };
}

/** The home, in the order of spec 1.1: PERSAG_HOME, ~/.persag, ~/.persagent, else ~/.persag is to be made. */
export async function findHome(surroundings: Surroundings, files: Files): Promise<FoundHome> {
  const chosen = surroundings.env.PERSAG_HOME ?? '';
  if (chosen !== '') return { path: fullPath(chosen, surroundings), origin: 'PERSAG_HOME', other: null };
  const own = join(surroundings.homeFolder, '.persag');
  const upstream = join(surroundings.homeFolder, '.persagent');
  const [hasOwn, hasUpstream] = await Promise.all([files.exists(own), files.exists(upstream)]);
  if (hasOwn) return { path: own, origin: '.persag', other: hasUpstream ? upstream : null };
  if (hasUpstream) return { path: upstream, origin: '.persagent', other: null };
  return { path: own, origin: 'created', other: null };
}

function serviceFolder(folder: string, envFile: string): ServiceFolder {
  return { folder, composeFile: join(folder, 'docker-compose.yml'), envFile: join(folder, envFile) };
}
