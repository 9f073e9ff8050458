import { describe, expect, it } from 'vitest';
import { foldersOf } from './home/folders.ts';
import { joinBackups } from './join-backups.ts';
import { createRecorder } from './lib/crash/recorder.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { copyVolume, digestOf, emptyVolume, seenIn, type Volume } from './lib/crash/volume.ts';
import type { Disk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { failingDisk } from './lib/testing/failing-disk.ts';

const home = '/person/.persag';
const project = '/person/project';
const bytes = (text: string) => new TextEncoder().encode(text);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const cli = { kind: 'cli', windowId: 0 } as const;

function joined(disk: Disk) {
  return joinBackups({
    ports: {
      surroundings: { env: {}, homeFolder: '/person', platform: 'linux', seedFolder: '/seed', version: '1' },
      clock: { now: () => new Date(2026, 0, 2, 3, 4, 5), tick: () => 0 },
      log: silent,
    },
    files: createFiles(disk),
    home: { folders: () => foldersOf(home), dataRoot: async () => ({ path: `${home}/data`, origin: 'home' }) },
    operations: { hold: async () => async () => undefined },
    lock: { hold: async () => async () => undefined },
    disk,
  });
}

/** A project with a key in an env file, and a home that has one file of its own and one that is replaced. */
const migrating: CrashScenario = {
  async prepare(disk) {
    const files = createFiles(disk);
    for (const folder of [
      `${project}/lightrag_server`,
      `${project}/lightrag_memory_server`,
      `${home}/lightrag_server`,
    ]) {
      await files.makeFolder(folder);
    }
    await files.write(`${project}/env.userid`, bytes('USER_ID="paula"\n'));
    await files.write(`${project}/lightrag_server/env.server`, bytes('KEY=canary\n'), { mode: 0o600 });
    await files.write(`${project}/lightrag_memory_server/config.ini`, bytes('[x]\n'));
    await files.write(`${home}/lightrag_server/env.server`, bytes('KEY=former canary\n'), { mode: 0o600 });
    await files.write(`${home}/own`, bytes('mine\n'));
  },
  async run(disk) {
    const { migration } = joined(disk);
    const plan = await migration.plan({ from: project, conflicts: 'replace' }, cli);
    const report = await migration.start({ planId: plan.id }, cli);
    if (!report.success) throw new Error(report.error?.message);
  },
  recover: (disk) => joined(disk).recover(),
  isApart: (path) => path.startsWith(`${home}/desktop`) || path.startsWith(`${home}/backups`),
  refuse: ({ path, mode, data }) =>
    data !== null && (mode & 0o077) !== 0 && new TextDecoder().decode(data).includes('canary')
      ? `${path} shows a key in mode ${mode.toString(8)}`
      : null,
};

/** The same home after the migration, and the way back. */
const rollingBack: CrashScenario = {
  ...migrating,
  async prepare(disk) {
    await migrating.prepare(disk);
    await migrating.run(disk);
  },
  async run(disk) {
    const { backups, migration } = joined(disk);
    const made = (await backups.list(undefined, cli)).backups.find(({ reason }) =>
      reason.startsWith('before migrating'),
    );
    await migration.rollback({ backupId: made?.id ?? '' }, cli);
  },
};

describe.each([
  ['migrating', migrating],
  ['rolling back', rollingBack],
])('an operation that fails, when %s', (_what, scenario) => {
  it('leaves the home as it was, whichever it is', async () => {
    const before = emptyVolume();
    await scenario.prepare(createRecorder(before).disk);
    const homeOf = (volume: Volume) => digestOf(seenIn(volume).filter(({ path }) => !scenario.isApart(path)));
    const whole = failingDisk(createRecorder(copyVolume(before)).disk);
    await scenario.run(whole.disk);
    let failed = 0;
    for (let at = 1; at <= whole.count(); at += 1) {
      const volume = copyVolume(before);
      const done = await scenario.run(failingDisk(createRecorder(volume).disk, at).disk).then(
        () => true,
        () => false,
      );
      if (done) continue;
      failed += 1;
      expect(homeOf(volume), `operation ${at}`).toBe(homeOf(before));
    }
    expect(failed).toBeGreaterThan(200);
  }, 120_000);
});

describe.each([
  ['migrating', migrating],
  ['rolling back', rollingBack],
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
