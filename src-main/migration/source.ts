import { basename, join, resolve } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { MigrationPlan } from '../../src-shared/migration.ts';
import { isBelow } from '../formats/path-changes.ts';
import { unreadable } from '../lib/file-fault.ts';
import { listTree, lookAt, type TreeEntry } from '../lib/file-tree.ts';
import type { MigrationPorts } from './ports.ts';

/** Where a migration comes from. */
export interface Source {
  /** Absolute. */
  readonly from: string;
  readonly kind: MigrationPlan['kind'];
  /** What is taken, links and odd things told as such. */
  readonly entries: readonly TreeEntry[];
}

/** What a project folder has of a home (seed 002); the rest of it is the project. */
const ofProject = ['env.userid', 'lightrag_server', 'lightrag_memory_server', 'backups/docker_env_backups'];
/** What makes a folder a project although it is laid out like a home. */
const projectSigns = ['.git', 'pyproject.toml', 'src'];
const draft = /(^|\/)\.[^/]+\.draft$/;

/**
 * Looks at a folder to migrate from and lists what is taken of it. Faults: `migration/source-unusable` where it is no
 * folder of this kind, lies in the home or holds it; `home/file-unreadable`.
 */
export async function readSource(ports: MigrationPorts, asked: string): Promise<Source> {
  const from = /^~(?=$|[\\/])/.test(asked) ? join(ports.homeFolder, asked.slice(1)) : resolve(asked);
  const home = ports.folders().path;
  if (from === home) return { from, kind: 'paths', entries: [] };
  try {
    return await listed(ports, from, home);
  } catch (cause) {
    throw unreadable(from, cause);
  }
}

async function listed({ disk }: MigrationPorts, from: string, home: string): Promise<Source> {
  const unusable = (why: string) => new Fault('migration/source-unusable', `${from} ${why}.`);
  if ((await lookAt(disk, from))?.kind !== 'folder') throw unusable('is no folder');
  if (isBelow(from, home)) throw unusable(`is a part of the home ${home}`);
  const has = async (name: string) => (await lookAt(disk, join(from, name))) !== null;
  const isHome = await looksLikeHome(from, has);
  const top = isHome ? (await disk.list(from)).filter((name) => name !== 'desktop') : ofProject;
  const entries: TreeEntry[] = [];
  for (const path of [...top].sort()) {
    const entry = await lookAt(disk, join(from, path));
    if (entry === null || draft.test(path)) continue;
    if (entry.kind === 'folder' && isBelow(home, join(from, path))) throw unusable(`has the home ${home} in it`);
    entries.push({ ...entry, path });
    if (entry.kind !== 'folder') continue;
    const below = await listTree(disk, join(from, path), (name) => draft.test(name));
    entries.push(...below.map((one) => ({ ...one, path: `${path}/${one.path}` })));
  }
  const own = entries.some(({ path }) => ofProject.slice(0, 3).includes(path));
  if (!own) throw unusable('has no env.userid, lightrag_server or lightrag_memory_server');
  return { from, kind: isHome ? 'home' : 'project', entries };
}

async function looksLikeHome(from: string, has: (name: string) => Promise<boolean>): Promise<boolean> {
  if (['.persag', '.persagent'].includes(basename(from))) return true;
  for (const sign of projectSigns) if (await has(sign)) return false;
  return has('desktop');
}
