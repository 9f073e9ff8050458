import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeUpstreamHome } from '../e2e/stand-ins/homes.ts';
import type { Caller } from '../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../src-shared/docker.ts';
import { createConsistency } from './consistency/index.ts';
import { createHome } from './home/index.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import { listTree } from './lib/file-tree.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { makeFolder } from './lib/make-folder.ts';
import { systemClock } from './lib/system.ts';
import { createSwitchFiles } from './switching/switch-files.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const home = '/person/.persag';
const both = { services: [...serviceNames] as ServiceName[], forceRestart: false };
let model = '';

beforeAll(async () => {
  model = await mkdtemp(join(tmpdir(), 'persag-cut-sync-'));
  await writeUpstreamHome(model);
  for (const env of ['lightrag_server/env.server', 'lightrag_memory_server/env.memory_server']) {
    const text = await readFile(join(model, env), 'utf8');
    await writeFile(join(model, env), text.replace(/^USER_ID=.*$/m, 'USER_ID="dana"  # by hand'));
  }
});
afterAll(() => rm(model, { recursive: true }));

/** Home and consistency on a disk of the test's own; there is no engine, and other processes are no part of this. */
async function openHome(disk: Disk) {
  const files = createFiles(disk);
  const journal = createJournal({ disk, folder: () => `${home}/desktop/journal`, clock: systemClock, log });
  const surroundings = {
    env: {},
    homeFolder: '/person',
    platform: 'linux',
    seedFolder: '/seed',
    version: '1',
  } as const;
  const hold = async () => async () => undefined;
  const feature = createHome({ surroundings, files, journal, lock: { hold }, clock: systemClock, log });
  await feature.open();
  const folders = () => ({ ...feature.folders(), envBackups: join(feature.folders().backups, 'docker_env_backups') });
  const switchFiles = createSwitchFiles({ disk, files, journal, clock: systemClock, folders });
  const nothing = { files: [], engineProblem: 'There is no engine.', containers: [] };
  return createConsistency({
    ...{ files, log, hold, folders, clock: systemClock },
    currentUser: feature.currentUser,
    variablesFor: feature.variablesFor,
    missingUserFolders: feature.foldersToMake,
    prepareUserFolders: feature.prepareUserFolders,
    seeServices: async () => nothing,
    lastServices: () => nothing,
    isChanging: () => false,
    backUp: switchFiles.backUp,
    write: journal.apply,
    restore: switchFiles.putBack,
    settle: async () => undefined,
    preflight: async () => undefined,
    beginReplacement: () => Promise.reject(new Error('there are no containers here')),
    onHints: () => () => undefined,
  });
}

const sync: CrashScenario = {
  async prepare(disk) {
    for (const { path, kind, mode } of await listTree(realDisk, model)) {
      if (kind === 'folder') await makeFolder(disk, `${home}/${path}`);
      const bytes = kind === 'file' ? await createFiles().read(join(model, path)) : null;
      if (bytes !== null) await createFiles(disk).write(`${home}/${path}`, bytes, { mode });
    }
  },
  async run(disk) {
    const consistency = await openHome(disk);
    const plan = await consistency.plan(both, caller);
    expect(plan.files).toHaveLength(2);
    const { success, error } = await consistency.sync({ ...both, planId: plan.id }, caller);
    if (!success) throw new Error(error?.message);
  },
  recover: async (disk) => void (await openHome(disk)),
  isApart: (path) => /^\/person(\/\.persag(\/(desktop|backups)(\/.*)?)?)?$/.test(path) || /\.draft$/.test(path),
  refuse: () => null,
};

describe('a power cut at any point of a sync', () => {
  it('leaves both env files as they were, or both in line', async () => {
    const { points, violations } = await replayCrashes(sync);
    expect(violations).toEqual([]);
    process.stdout.write(`a sync: ${points} crash points\n`);
    expect(points).toBeGreaterThan(100);
  }, 120_000);

  it('would be found out where folders are not synced', async () => {
    const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
    expect((await replayCrashes(sync, careless, 1)).violations).not.toEqual([]);
  }, 120_000);
});
