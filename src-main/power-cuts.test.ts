import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { serviceNames } from '../src-shared/docker.ts';
import { addEntry, newEntry } from './formats/registry.ts';
import { foldersOf } from './home/folders.ts';
import { settleHome } from './home/settle.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { makeFolder } from './lib/make-folder.ts';
import { ignoreAbsent } from './lib/replace-file.ts';
import { createSwitchFiles } from './switching/switch-files.ts';
import { createRegistryFile } from './users/registry-file.ts';

const home = '/person/.persag';
const registry = '/person/.persag/data/users_registry.json';
const seedFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'assets', 'seed');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date(2026, 0, 2, 3, 4, 5), tick: () => 0 };
/** Other processes are no part of this: each cut ends the only one there is. */
const lock = { hold: async () => async () => undefined };

const journalOf = (disk: Disk) => createJournal({ disk, folder: () => `${home}/desktop/journal`, clock, log });
const settle = async (disk: Disk) =>
  void (await settleHome(home, '/seed', { files: createFiles(disk), journal: journalOf(disk), lock, log }));

async function copySeed(disk: Disk): Promise<void> {
  const [from, to] = [foldersOf(seedFolder).services, foldersOf('/seed').services];
  for (const name of serviceNames) {
    await makeFolder(disk, to[name].folder);
    for (const file of ['composeFile', 'envFile'] as const) {
      const bytes = await createFiles(realDisk).read(from[name][file]);
      if (bytes !== null) await createFiles(disk).write(to[name][file], bytes, { mode: 0o644 });
    }
  }
}

/** A home in use: paula is current, and her env file holds a key. */
async function usedHome(disk: Disk): Promise<void> {
  await copySeed(disk);
  await settle(disk);
  const files = createFiles(disk);
  const { userIdFile, services } = foldersOf(home);
  await files.write(userIdFile, new TextEncoder().encode('USER_ID="paula"\n'));
  await files.write(
    services.knowledge.envFile,
    new TextEncoder().encode('USER_ID=paula\nLLM_BINDING_API_KEY=canary\n'),
  );
  await files.makeFolder(dirname(registry));
  await registryOf(disk).change((now) =>
    addEntry(now, newEntry({ id: 'paula', name: 'Paula', type: 'Standard' }, '2026')),
  );
}

const registryOf = (disk: Disk) => createRegistryFile(createFiles(disk), async () => registry);

function switchFilesOf(disk: Disk) {
  const folders = () => ({ ...foldersOf(home), envBackups: `${home}/backups/docker_env_backups` });
  return createSwitchFiles({ files: createFiles(disk), journal: journalOf(disk), folders, clock });
}

async function switchTo(disk: Disk, userId: string): Promise<void> {
  const files = switchFilesOf(disk);
  const plan = await files.plan(userId);
  await files.backUp(plan);
  await files.write(plan);
}

/** As a start of the app does once all is brought to an end. */
async function clearStaged(disk: Disk): Promise<void> {
  const services = serviceNames.map((name) => foldersOf(home).services[name].folder);
  for (const folder of [home, dirname(registry), ...services]) {
    await journalOf(disk).clearStaged(folder).catch(ignoreAbsent);
  }
}

async function settleAndClear(disk: Disk): Promise<void> {
  await settle(disk);
  await clearStaged(disk);
}

const shared: Pick<CrashScenario, 'recover' | 'isApart' | 'refuse'> = {
  recover: async (disk) => {
    const recovered = await journalOf(disk).recover();
    if (recovered.some(({ outcome }) => outcome === 'stuck')) throw new Error('stuck');
    await clearStaged(disk);
  },
  isApart: (path) => /^\/person(\/\.persag(\/(desktop|backups)(\/.*)?)?)?$|\/\.[^/]+\.(draft|lock)$/.test(path),
  refuse: ({ path, mode, data }) =>
    data !== null && (mode & 0o077) !== 0 && new TextDecoder().decode(data).includes('canary')
      ? `${path} shows a key in mode ${mode.toString(8)}`
      : null,
};

const operations: Readonly<Record<string, CrashScenario>> = {
  'making the home': { ...shared, prepare: copySeed, run: settle },
  'making the home, and starting again': {
    ...shared,
    prepare: copySeed,
    run: settle,
    recover: settleAndClear,
    endsNew: true,
  },
  'setting the user': { ...shared, prepare: usedHome, run: (disk) => switchTo(disk, 'dana') },
  'setting the first user of a home': {
    ...shared,
    async prepare(disk) {
      await usedHome(disk);
      await createFiles(disk).remove(foldersOf(home).userIdFile);
    },
    run: (disk) => switchTo(disk, 'dana'),
  },
  'taking a set user back': {
    ...shared,
    async prepare(disk) {
      await usedHome(disk);
      await switchTo(disk, 'dana');
    },
    async run(disk) {
      const { userIdFile, services } = foldersOf(home);
      const paths = [userIdFile, ...serviceNames.map((name) => services[name].envFile)];
      const taken = paths.map(async (path) => {
        const after = await createFiles(disk).read(path);
        const before = new TextEncoder().encode(
          new TextDecoder().decode(after ?? new Uint8Array()).replace('dana', 'paula'),
        );
        return { path, backupName: path, before, after };
      });
      await switchFilesOf(disk).restore(await Promise.all(taken));
    },
  },
  'saving the registry': {
    ...shared,
    prepare: usedHome,
    async run(disk) {
      await registryOf(disk).change((now) =>
        addEntry(now, newEntry({ id: 'dana', name: 'Dana', type: 'Guest' }, '2026')),
      );
    },
  },
};

let total = 0;
afterAll(() => void process.stdout.write(`crash points: ${total}\n`));

describe('a power cut at any point', () => {
  for (const [name, scenario] of Object.entries(operations)) {
    it(`leaves the old or the new, whole, when ${name}`, async () => {
      const { points, disks, violations } = await replayCrashes(scenario);
      process.stdout.write(`${name}: ${points} crash points, ${disks} different disks\n`);
      total += points;
      expect(violations).toEqual([]);
      expect(points).toBeGreaterThan(50);
    }, 120_000);
  }

  it('was tried at thousands of points', () => {
    expect(total).toBeGreaterThan(1000);
  });

  for (const [name, scenario] of Object.entries(operations)) {
    it(`would be found out where folders are not synced, when ${name}`, async () => {
      const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
      expect((await replayCrashes(scenario, careless, 1)).violations).not.toEqual([]);
    }, 120_000);
  }
});
