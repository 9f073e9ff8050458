import { describe, expect, it } from 'vitest';
import { rawArchive } from './archives/testing/raw-archive.ts';
import type { DockerFeature } from './docker/index.ts';
import { foldersOf } from './home/folders.ts';
import { makeUserFolders } from './home/user-folders.ts';
import { joinArchives } from './join-archives.ts';
import { joinUsers } from './join-users.ts';
import { plainDrafts } from './lib/crash/plain-drafts.ts';
import { createRecorder } from './lib/crash/recorder.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { emptyVolume } from './lib/crash/volume.ts';
import type { Disk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { userVariables } from './lib/user-paths.ts';

const home = '/person/.persag';
const root = '/person/data';
const archive = '/person/eve.zip';
const cli = { kind: 'cli', windowId: 0 } as const;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const bytes = (text: string) => new TextEncoder().encode(text);

/** Users and archives on one disk, as `app.ts` joins them. */
function joined(real: Disk) {
  const disk = plainDrafts(real);
  // Other processes are no part of this: each cut ends the only one there is.
  const files = { ...createFiles(disk), exclusively: <T>(_path: string, work: () => Promise<T>) => work() };
  const clock = { now: () => new Date(2026, 0, 2, 3, 4, 5), tick: () => 0 };
  const surroundings = {
    env: {},
    homeFolder: '/person',
    platform: 'linux',
    seedFolder: '/seed',
    version: '1',
  } as const;
  const ports = { surroundings, clock, log: silent, desktop: null };
  const journal = createJournal({ disk, folder: () => `${home}/desktop/journal`, clock, log: silent });
  const docker: Pick<DockerFeature, 'usesOf'> = { usesOf: async () => [] };
  const operations = { hold: async () => async () => undefined };
  const ofHome = {
    folders: () => foldersOf(home),
    dataRoot: async () => ({ path: root, origin: 'home' as const }),
    dataPlace: async () => ({ root: { path: root, origin: 'home' as const }, backend: 'agno' }),
    registryFile: async () => `${root}/users_registry.json`,
    variablesFor: async (id: string) => userVariables(root, 'agno', id),
    prepareUserFolders: (id: string) => makeUserFolders(root, 'agno', id, files),
    onFiles: () => () => undefined,
  };
  const shared = { ports, files, home: ofHome, lock: operations, disk, currentUserId: async () => 'paula' };
  const access = { forgetUser: async () => undefined };
  const { users } = joinUsers({
    ...shared,
    journal,
    docker: () => docker,
    operations: () => operations,
    access: () => access,
    forgetSettings: async () => undefined,
  });
  return { users, ...joinArchives({ ...shared, users, docker, operations }) };
}

const registry = (...ids: readonly string[]) =>
  bytes(JSON.stringify({ users: ids.map((user_id) => ({ user_id, user_name: user_id, user_type: 'Standard' })) }));

/** A user with files of two parts, and one who is there already. */
const coming: CrashScenario = {
  async prepare(disk) {
    const files = createFiles(disk);
    for (const folder of [`${root}/agno/paula`, `${home}/desktop/imports`, `${home}/backups`])
      await files.makeFolder(folder);
    await files.write(`${root}/users_registry.json`, registry('paula'));
    await files.write(`${root}/agno/paula/mine`, bytes('of Paula'));
    await files.write(
      archive,
      rawArchive([
        { name: 'memories/agent_memory.db', bytes: 'memories' },
        { name: 'data/data/note.txt', bytes: 'a note' },
      ]),
    );
  },
  run: (disk) => importEve(disk, 'refuse'),
  async recover(disk) {
    for (const folder of [root, `${home}/desktop/imports`]) {
      for (const name of await disk.list(folder)) if (name.endsWith('.draft')) await disk.unlink(`${folder}/${name}`);
    }
    const { archives, users } = joined(disk);
    await archives.recover();
    if (await archives.pending()) throw new Error('stuck');
    await users.end();
  },
  isApart: (path) =>
    path.includes('/.persag-import-') ||
    path.startsWith(`${home}/desktop`) ||
    path.startsWith(`${home}/backups`) ||
    path.endsWith('.draft'),
  refuse: () => null,
};

/** The same where there is an Eve already, who is replaced as a whole. */
const replacing: CrashScenario = {
  ...coming,
  async prepare(disk) {
    await coming.prepare(disk);
    const files = createFiles(disk);
    // Every step of it is cut with every step of the way back: one file shows it.
    await files.write(archive, rawArchive([{ name: 'data/note.txt', bytes: 'a note' }]));
    await files.makeFolder(`${root}/agno/eve`);
    await files.write(`${root}/agno/eve/former`, bytes('of the former Eve'));
    await files.write(`${root}/users_registry.json`, registry('paula', 'eve'));
  },
  run: (disk) => importEve(disk, 'replace'),
};

async function importEve(disk: Disk, conflict: 'refuse' | 'replace'): Promise<void> {
  const { archives, users } = joined(disk);
  const { id: planId } = await archives.plan({ path: archive }, cli);
  await archives.start({ planId, conflict, withoutSecrets: false }, cli);
  await users.end();
}

describe.each([
  ['somebody comes', coming],
  ['somebody is replaced', replacing],
])('a power cut at any point, when %s', (what, scenario) => {
  it('leaves the old or the new, whole', async () => {
    const { points, disks, violations } = await replayCrashes(scenario);
    process.stdout.write(`${what}: crash points: ${points}, ${disks} different disks\n`);
    expect(violations).toEqual([]);
    expect(points).toBeGreaterThan(1000);
  }, 240_000);

  it('would be found out where folders are not synced', async () => {
    const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
    expect((await replayCrashes(scenario, careless, 1)).violations).not.toEqual([]);
  }, 240_000);
});

it('is a whole user, with the folders that the services need', async () => {
  const volume = createRecorder(emptyVolume()).disk;
  await coming.prepare(volume);
  await coming.run(volume);
  expect([...(await volume.list(`${root}/agno/eve`))].sort()).toEqual([
    'agent_memory.db',
    'data',
    'inputs',
    'knowledge',
    'memory_inputs',
    'memory_rag_storage',
    'rag_storage',
  ]);
  expect(await createFiles(volume).readText(`${root}/users_registry.json`)).toContain('"eve"');
});
