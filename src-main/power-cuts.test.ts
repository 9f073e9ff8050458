import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { serviceNames } from '../src-shared/docker.ts';
import { addEntry, changeEntry, findEntry, newEntry } from './formats/registry.ts';
import { foldersOf } from './home/folders.ts';
import { settleHome } from './home/settle.ts';
import { restoreRegistry } from './join-switching.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import { createFiles, type Files } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { createLastingLogs } from './lib/lasting-log.ts';
import { makeFolder } from './lib/make-folder.ts';
import { ignoreAbsent } from './lib/replace-file.ts';
import { createSwitching } from './switching/index.ts';
import type { SwitchingPorts } from './switching/ports.ts';
import { createSwitchFiles } from './switching/switch-files.ts';
import { createSwitchRecords, type SwitchRecords } from './switching/switch-record.ts';
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
  for (const id of ['paula', 'dana']) {
    await registryOf(disk).change((now) => addEntry(now, newEntry({ id, name: id, type: 'Standard' }, '2026')));
  }
}

/** Without locks: the process that a lock would be left of goes on here, and would never be taken for dead. */
const filesOf = (disk: Disk): Files => ({ ...createFiles(disk), exclusively: (_path, work) => work() });
const registryOf = (disk: Disk) => createRegistryFile(filesOf(disk), async () => registry);

function switchFilesOf(disk: Disk) {
  const folders = () => ({ ...foldersOf(home), envBackups: `${home}/backups/docker_env_backups` });
  return createSwitchFiles({ disk, files: createFiles(disk), journal: journalOf(disk), folders, clock });
}

const recordsOf = (disk: Disk) =>
  createSwitchRecords(
    createLastingLogs({ disk, folder: () => `${home}/desktop/journal`, suffix: '.switch', now: clock.now }),
  );

/** The switch as the app has it, with services that do as they are told; the containers are no part of the disk. */
function switchingOf(disk: Disk, change: Partial<SwitchingPorts> = {}) {
  const files = filesOf(disk);
  const registryFile = registryOf(disk);
  const nothing = async () => undefined;
  return createSwitching({
    ...{ clock, log },
    records: recordsOf(disk),
    files: switchFilesOf(disk),
    currentUser: async () => ({ state: 'known', id: 'paula', source: 'file' }),
    requireUser: nothing,
    requirePassphrase: nothing,
    async touchLastSeen(id, first) {
      const { takeBack } = await registryFile.change((now) => {
        const entry = findEntry(now, id);
        return entry === null ? now : changeEntry(now, entry, { last_seen: '2027' });
      }, first);
      return takeBack;
    },
    restoreRegistry: (written) => restoreRegistry(written, files),
    refreshedSettings: async () => ({}),
    prepareUserFolders: nothing,
    missingUserFolders: async () => [],
    whyUnwritable: async () => null,
    prepareReplacement: async () => ({
      ...{ record: { services: 'both' }, create: nothing, run: nothing, answered: nothing },
      ...{ mountsBelong: nothing, undo: nothing, commit: nothing },
    }),
    foreseeReplacement: async () => ({ containers: [], faults: [] }),
    leftServices: { takeBack: async () => [], finish: nothing },
    serviceStatus: async () => ({}),
    hold: async () => nothing,
    setWindowUser: () => undefined,
    recovered({ outcome, details }) {
      if (outcome === 'stuck') throw new Error(`stuck: ${details.join()}`);
    },
    showNotices: () => undefined,
    ...change,
  });
}

const caller = { kind: 'cli', windowId: 0 } as const;
const asked = { userId: 'dana', scope: 'machine', services: true, repair: true } as const;

async function switchTo(disk: Disk, userId: string, change: Partial<SwitchingPorts> = {}): Promise<void> {
  const report = await switchingOf(disk, change).start({ ...asked, userId }, caller);
  if (!report.success) throw new Error(report.error?.message);
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
    await switchingOf(disk).recover({ containers: true });
    if (await recordsOf(disk).any()) throw new Error('a switch was not brought to its end');
  },
  isApart: (path) => /^\/person(\/\.persag(\/(desktop|backups)(\/.*)?)?)?$|\/\.[^/]+\.(draft|lock)$/.test(path),
  refuse: ({ path, mode, data }) =>
    data !== null && (mode & 0o077) !== 0 && new TextDecoder().decode(data).includes('canary')
      ? `${path} shows a key in mode ${mode.toString(8)}`
      : null,
};

/** Notes are for what the end of a process leaves; here they would only multiply the disks. */
function withoutNotes(disk: Disk): SwitchRecords {
  const records = recordsOf(disk);
  return {
    ...records,
    begin: async (intent) => ({ ...(await records.begin(intent)), note: async () => undefined }),
  };
}

/** A switch leaves thousands of different disks. */
const many = { ...shared, recoveries: 60 };

const operations: Readonly<Record<string, CrashScenario>> = {
  'making the home': { ...shared, prepare: copySeed, run: settle },
  'making the home, and starting again': {
    ...shared,
    prepare: copySeed,
    run: settle,
    recover: settleAndClear,
    endsNew: true,
  },
  'switching the user': { ...many, prepare: usedHome, run: (disk) => switchTo(disk, 'dana') },
  'switching to the first user of a home': {
    ...many,
    async prepare(disk) {
      await usedHome(disk);
      await createFiles(disk).remove(foldersOf(home).userIdFile);
    },
    run: (disk) => switchTo(disk, 'dana'),
  },
  'taking a switch back that fails at its last step': {
    ...many,
    prepare: usedHome,
    async run(disk) {
      const fails = () => Promise.reject(new Error('the registry cannot be written'));
      await switchTo(disk, 'dana', { touchLastSeen: fails, records: withoutNotes(disk) }).catch(() => undefined);
    },
  },
  'making the env files true to the current user': {
    ...shared,
    prepare: usedHome,
    run: (disk) => switchFilesOf(disk).align('dana', async () => undefined),
  },
  'saving the registry': {
    ...shared,
    prepare: usedHome,
    async run(disk) {
      await registryOf(disk).change((now) =>
        addEntry(now, newEntry({ id: 'eve', name: 'Eve', type: 'Guest' }, '2026')),
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
