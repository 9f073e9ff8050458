import { describe, expect, it } from 'vitest';
import { type CrashScenario, replayCrashes } from './crash/replay-crashes.ts';
import type { Disk, DiskFile } from './disk.ts';
import { createFiles } from './files.ts';
import { createJournal, type FileChange } from './journal.ts';
import { ignoreAbsent } from './replace-file.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date('2026-01-02T03:04:05Z') };
const journalOf = (disk: Disk) => createJournal({ disk, folder: () => '/home/desktop/journal', clock, log: quiet });
const bytes = (text: string) => new TextEncoder().encode(text);
const canary = 'KEY=canary-secret\n';

/** Two services' files and env.userid, of different modes; one over a block long, so that it can be torn. */
const before: Readonly<Record<string, { text: string; mode: number }>> = {
  '/home/service/env.server': { text: `${canary}USER_ID=paula\n${'# long\n'.repeat(100)}`, mode: 0o600 },
  '/home/memory/env.memory': { text: 'A=1\nUSER_ID=paula\n', mode: 0o640 },
  '/home/env.userid': { text: 'USER_ID="paula"\n', mode: 0o644 },
};

async function prepare(disk: Disk): Promise<void> {
  const files = createFiles(disk);
  for (const folder of ['/home/service', '/home/memory']) await files.makeFolder(folder);
  for (const [path, { text, mode }] of Object.entries(before)) await files.write(path, bytes(text), { mode });
}

const switched: readonly FileChange[] = Object.entries(before).map(([path, { text }]) => ({
  path,
  before: bytes(text),
  after: bytes(text.replace('paula', 'dana')),
}));

/** Changes of every kind: replaced, removed, made, made in a folder that is not there. */
const various: readonly FileChange[] = [
  ...switched.slice(0, 1),
  { path: '/home/env.userid', before: bytes('USER_ID="paula"\n'), after: null },
  { path: '/home/new', before: null, after: bytes('new'), mode: 0o644 },
  { path: '/home/deep/er/key', before: null, after: bytes(canary) },
];

function scenario(changes: readonly FileChange[]): CrashScenario {
  return {
    prepare,
    run: (disk) => journalOf(disk).apply('a change', changes),
    recover: async (disk) => {
      const stuck = (await journalOf(disk).recover()).filter(({ outcome }) => outcome === 'stuck');
      if (stuck.length > 0) throw new Error('stuck');
      for (const folder of ['/home', '/home/service', '/home/memory', '/home/deep', '/home/deep/er']) {
        await journalOf(disk).clearStaged(folder).catch(ignoreAbsent);
      }
    },
    isApart: (path) => path.startsWith('/home/desktop') || path.endsWith('.draft'),
    refuse: ({ mode, data }) =>
      (mode & 0o077) !== 0 && data !== null && new TextDecoder().decode(data).includes('canary')
        ? `a secret in a file of mode ${mode.toString(8)}`
        : null,
  };
}

/** The disk with each file it makes changed. */
function withFiles(disk: Disk, change: (file: DiskFile) => DiskFile): Disk {
  return {
    ...disk,
    create: async (path, mode) => change(await disk.create(path, mode)),
    append: async (path) => change(await disk.append(path)),
  };
}
const nothing = async () => undefined;

describe('the journal over power cuts', () => {
  for (const [name, changes, points] of [
    ['three files replaced', switched, 1000],
    ['files replaced, removed and made', various, 1000],
    ['one file replaced', switched.slice(0, 1), 50],
    ['one file made in a new folder', various.slice(3), 200],
  ] as const) {
    it(`leaves the old or the new, whole: ${name}`, async () => {
      const report = await replayCrashes(scenario(changes));
      expect(report.violations).toEqual([]);
      expect(report.points).toBeGreaterThan(points);
    }, 120_000);
  }

  for (const [name, refuse] of [
    ['the second change of place', refusing('swap', 2)],
    ['a new file', refusing('create', 3)],
    ['the commit', refusing('append', 1)],
    ['a sync of a folder', refusing('syncFolder', 8)],
  ] as const) {
    it(`leaves the old or the new, whole, where the disk refuses ${name}`, async () => {
      const report = await replayCrashes(scenario(switched), (disk, during) =>
        during === 'run' ? refuse(disk) : disk,
      );
      expect(report.violations).toEqual([]);
      expect(report.points).toBeGreaterThan(1000);
    }, 120_000);
  }

  for (const [name, sabotage] of [
    ['folders are not synced', (disk: Disk): Disk => ({ ...disk, syncFolder: nothing })],
    ['files are not synced', (disk: Disk) => withFiles(disk, (file) => ({ ...file, sync: nothing }))],
    ['names come before the sync of the bytes', renamedBeforeSynced],
    ['files are made for everybody', (disk: Disk): Disk => ({ ...disk, create: (path) => disk.create(path, 0o644) })],
  ] as const) {
    it(`would be found out where ${name}`, async () => {
      expect((await replayCrashes(scenario(switched), sabotage, 1)).violations).not.toEqual([]);
    }, 120_000);
  }
});

/** The disk that refuses one kind of operation once. */
function refusing(operation: 'swap' | 'create' | 'append' | 'syncFolder', time: number): (disk: Disk) => Disk {
  return (disk) => {
    let left = time;
    const first = <T>(kind: string, work: () => Promise<T>): Promise<T> => {
      if (kind === operation) left -= 1;
      const refused = kind === operation && left === 0;
      return refused ? Promise.reject(Object.assign(new Error('refused'), { code: 'EIO' })) : work();
    };
    return {
      ...disk,
      swap: (one, other) => first('swap', () => disk.swap(one, other)),
      create: (path, mode) => first('create', () => disk.create(path, mode)),
      append: (path) => first('append', () => disk.append(path)),
      syncFolder: (path) => first('syncFolder', () => disk.syncFolder(path)),
    };
  };
}

function renamedBeforeSynced(disk: Disk): Disk {
  const late: (() => Promise<void>)[] = [];
  const patient = withFiles(disk, (file) => ({ ...file, sync: async () => void late.push(file.sync) }));
  return {
    ...patient,
    async swap(one, other) {
      await disk.swap(one, other);
      for (const sync of late.splice(0)) await sync();
    },
  };
}
