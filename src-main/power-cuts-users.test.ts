import { afterAll, describe, expect, it } from 'vitest';
import { plainDrafts } from './lib/crash/plain-drafts.ts';
import { createRecorder } from './lib/crash/recorder.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { copyVolume, digestOf, emptyVolume, seenIn, type Volume } from './lib/crash/volume.ts';
import type { Disk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { failingDisk } from './lib/testing/failing-disk.ts';
import { createUsers, type UsersFeature } from './users/index.ts';

const home = '/person/.persag';
const registry = `${home}/data/users_registry.json`;
const cli = { kind: 'cli', windowId: 0 } as const;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date(2026, 0, 2, 3, 4, 5), tick: () => 0 };
const bytes = (text: string) => new TextEncoder().encode(text);

const journalOf = (disk: Disk) => createJournal({ disk, folder: () => `${home}/desktop/journal`, clock, log });

function usersOf(real: Disk): UsersFeature {
  const disk = plainDrafts(real);
  // Other processes are no part of this: each cut ends the only one there is.
  const files = { ...createFiles(disk), exclusively: <T>(_path: string, work: () => Promise<T>) => work() };
  return createUsers({
    ...{ disk, files, journal: journalOf(disk), clock, log },
    folders: () => ({ backups: `${home}/backups`, desktop: `${home}/desktop` }),
    dataPlace: async () => ({ root: { path: `${home}/data` }, backend: 'agno' }),
    registryFile: async () => registry,
    currentUserId: async () => 'paula',
    forgetPassphrase: async () => undefined,
    prepareUserFolders: async () => undefined,
    usesOf: async () => [],
    hold: async () => async () => undefined,
    onOutsideChange: () => () => undefined,
  });
}

async function prepare(disk: Disk): Promise<void> {
  const files = createFiles(disk);
  const own = `${home}/data/agno/dana`;
  for (const folder of [`${own}/knowledge`, `${own}/inputs`, `${home}/desktop`, `${home}/backups`]) {
    await files.makeFolder(folder);
  }
  await files.write(`${own}/knowledge/a.txt`, bytes('canary'), { mode: 0o600 });
  await files.write(`${own}/b.txt`, bytes('b'));
  const users = [{ user_id: 'paula' }, { user_id: 'dana', user_name: 'Dana', email: null }];
  await files.write(registry, bytes(JSON.stringify({ users }, null, 2)));
}

async function remove(disk: Disk): Promise<void> {
  const users = usersOf(disk);
  const plan = await users.planDelete({ id: 'dana', scope: 'everything', backup: true }, cli);
  await users.delete({ planId: plan.id, confirm: 'dana' }, cli);
}

async function save(disk: Disk): Promise<void> {
  const users = usersOf(disk);
  const { revision } = await users.get({ id: 'dana' }, cli);
  await users.update({ id: 'dana', revision, changes: { email: 'dana@example.org' }, dryRun: false }, cli);
  // Its copies are made at the end.
  await users.end();
}

const shared: Pick<CrashScenario, 'recover' | 'isApart' | 'refuse'> = {
  async recover(disk) {
    for (const folder of [`${home}/data`, `${home}/desktop`]) {
      for (const name of await disk.list(folder)) if (name.endsWith('.draft')) await disk.unlink(`${folder}/${name}`);
    }
    const recovered = await journalOf(disk).recover();
    if (recovered.some(({ outcome }) => outcome === 'stuck')) throw new Error('stuck');
    await journalOf(disk).clearStaged(`${home}/data`);
    const users = usersOf(disk);
    await users.recoverMoves();
    if (await users.pending()) throw new Error('stuck');
  },
  isApart: (path) => /^\/person(\/\.persag(\/(desktop|backups)(\/.*)?)?)?$|\/\.[^/]+\.draft$/.test(path),
  refuse: ({ path, mode, data }) =>
    data !== null && (mode & 0o077) !== 0 && new TextDecoder().decode(data).includes('canary')
      ? `${path} shows data in mode ${mode.toString(8)}`
      : null,
};

const operations: Readonly<Record<string, CrashScenario>> = {
  'saving a profile': { ...shared, prepare, run: save },
  'deleting a user': { ...shared, prepare, run: remove },
  'bringing a deleted user back': {
    ...shared,
    async prepare(disk) {
      await prepare(disk);
      await remove(disk);
    },
    async run(disk) {
      const users = usersOf(disk);
      const backup = (await users.listDeleted(undefined, cli))[0]?.backup ?? '';
      await users.restoreDeleted({ backup }, cli);
    },
  },
  'recovering the registry': {
    ...shared,
    async prepare(disk) {
      await prepare(disk);
      await save(disk);
      await createFiles(disk).write(registry, bytes('{"users": [{"user_id": "paula"}, {"user_i'));
    },
    async run(disk) {
      const users = usersOf(disk);
      const { id } = await users.planRecovery(undefined, cli);
      await users.recover({ planId: id, choice: 'rebuild' }, cli);
    },
  },
};

let total = 0;
afterAll(() => void process.stdout.write(`users: crash points: ${total}\n`));

describe.each(Object.entries(operations))('a power cut at any point of %s', (name, scenario) => {
  it('leaves the old or the new, whole', async () => {
    const { points, disks, violations } = await replayCrashes(scenario);
    process.stdout.write(`${name}: ${points} crash points, ${disks} different disks\n`);
    total += points;
    expect(violations).toEqual([]);
    expect(points).toBeGreaterThan(100);
  }, 240_000);

  it('would be found out where folders are not synced', async () => {
    const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
    expect((await replayCrashes(scenario, careless, 1)).violations).not.toEqual([]);
  }, 240_000);

  it('is not needed for a failure: whichever operation fails, all is old or new after the next start', async () => {
    const before = emptyVolume();
    await scenario.prepare(createRecorder(before).disk);
    const homeOf = (volume: Volume) => digestOf(seenIn(volume).filter(({ path }) => !scenario.isApart(path)));
    const complete = copyVolume(before);
    const whole = failingDisk(createRecorder(complete).disk);
    await scenario.run(whole.disk);
    for (let at = 1; at <= whole.count(); at += 1) {
      const volume = copyVolume(before);
      const done = await scenario.run(failingDisk(createRecorder(volume).disk, at).disk).then(
        () => true,
        () => false,
      );
      await scenario.recover(createRecorder(volume).disk);
      const after = homeOf(volume);
      const expected = done ? [homeOf(complete)] : [homeOf(before), homeOf(complete)];
      expect(expected, `operation ${at}`).toContain(after);
    }
    expect(whole.count()).toBeGreaterThan(20);
  }, 240_000);
});
