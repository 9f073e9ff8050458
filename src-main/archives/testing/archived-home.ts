import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Fault } from '../../../src-shared/errors.ts';
import { type Disk, realDisk } from '../../lib/disk.ts';
import { createFiles } from '../../lib/files.ts';
import { openZip } from '../../lib/zip-read.ts';
import { type ArchivesFeature, createArchives } from '../index.ts';
import type { ArchivesPorts, Entry, Look } from '../ports.ts';
import { userSources } from '../sources.ts';

/** A home with a data root of a test's own, and a registry in memory. */
export interface ArchivedHome {
  /** The folder that holds `home`, `data` and `outside`. */
  readonly top: string;
  readonly outside: string;
  readonly registry: Map<string, { readonly entry: Entry; readonly look: Look }>;
  /** The ids of those who were backed up. */
  readonly kept: string[];
  readonly ports: ArchivesPorts;
  readonly archives: ArchivesFeature;
  /** The same home with something of it replaced. */
  with(change: Partial<ArchivesPorts>): ArchivesFeature;
  /** Writes files below a user's folder, by their path. */
  fill(userId: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  storage(userId: string): string;
  settings(userId: string): string;
  end(): Promise<void>;
}

const plain: Look = { color: null, avatar: null };
/** A caller for calls that are made without a dispatch. */
export const cli = { kind: 'cli', windowId: 0 } as const;

/** How a call ended: `done`, or the code of its failure. */
export async function codeOf(work: unknown): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  }
}

/** The text of some members of an archive, one behind the other. */
export async function membersText(path: string, ...names: readonly string[]): Promise<string> {
  const zip = await openZip(realDisk, path);
  const parts: Uint8Array[] = [];
  for (const name of names) for await (const bytes of zip.read(name)) parts.push(bytes);
  await zip.close();
  return Buffer.concat(parts).toString();
}

/** The names in an archive. */
export async function memberNames(path: string): Promise<readonly string[]> {
  const zip = await openZip(realDisk, path);
  await zip.close();
  return [...zip.members.keys()];
}

/** Makes a home without users. */
export async function archivedHome(disk: Disk = realDisk): Promise<ArchivedHome> {
  const top = await mkdtemp(join(tmpdir(), 'persag-archives-'));
  const [home, data, outside] = ['home', 'data', 'outside'].map((name) => join(top, name)) as [string, string, string];
  const settingsRoot = join(home, 'desktop', 'settings');
  for (const folder of [
    settingsRoot,
    join(home, 'desktop', 'imports'),
    join(data, 'agno'),
    outside,
    join(home, 'backups'),
  ]) {
    await mkdir(folder, { recursive: true });
  }
  const registry: ArchivedHome['registry'] = new Map();
  const kept: string[] = [];
  const storage = (userId: string) => join(data, 'agno', userId);
  const ports: ArchivesPorts = {
    disk,
    files: createFiles(disk),
    clock: { now: () => new Date(), tick: () => performance.now() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    version: '9.9.9',
    homeFolder: top,
    desktop: null,
    sources: userSources({
      dataRoot: async () => data,
      storage: async (id) => storage(id),
      settings: () => settingsRoot,
    }),
    folders: () => ({ path: home, backups: join(home, 'backups'), desktop: join(home, 'desktop') }),
    dataRoot: async () => data,
    async entry(userId) {
      const found = registry.get(userId.toLowerCase());
      if (found === undefined) throw new Fault('users/unknown', `There is no user ${userId}.`);
      return found;
    },
    async adopt({ entry, look, replace }) {
      if (registry.has(entry.user_id) !== replace) throw new Fault('users/already-exists', 'taken');
      registry.set(entry.user_id, { entry, look: look ?? plain });
    },
    async keep(userId) {
      kept.push(userId);
      return `backup of ${userId}`;
    },
    obstacles: async () => [],
    serviceFolders: ['knowledge'],
    hold: async () => async () => undefined,
    freeSpace: async () => null,
    inUse: async () => false,
  };
  return {
    ...{ top, outside, registry, kept, ports, storage },
    archives: createArchives(ports),
    with: (change) => createArchives({ ...ports, ...change }),
    settings: (userId) => join(settingsRoot, userId),
    async fill(userId, files) {
      for (const [path, bytes] of Object.entries(files)) {
        const full = join(storage(userId), path);
        await mkdir(dirname(full), { recursive: true });
        await writeFile(full, bytes);
      }
    },
    end: () => rm(top, { recursive: true, force: true }),
  };
}

/** Enters a user and gives them a few files of every part. */
export async function withPaula(home: ArchivedHome): Promise<void> {
  const entry = {
    user_id: 'paula',
    user_name: 'Paula Smith',
    user_type: 'Standard',
    email: 'p@x.org',
    mood: { of: 'today', n: 1 },
  };
  home.registry.set('paula', { entry, look: { color: 3, avatar: 'P' } });
  await home.fill('paula', {
    'agent_memory.db': 'SQLite format 3 and so on',
    'agent_memory.db-wal': 'wal',
    'memory_rag_storage/graph.graphml': '<graph/>',
    'memory_inputs/one.txt': 'I like tea.',
    'knowledge/notes.md': '# Notes',
    'rag_storage/kv_store.json': '{"api_key": "told about in a text, and no secret"}',
    'data/Zo\u00eb/\u65e5\u8a18.txt': 'a diary',
  });
  await mkdir(join(home.storage('paula'), 'inputs'));
  await mkdir(home.settings('paula'));
  await writeFile(join(home.settings('paula'), 'preferences.json'), '{"theme":"dark"}');
}
