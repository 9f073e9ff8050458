import { describe, expect, it } from 'vitest';
import { type BackupsFeature, createBackups } from './backups/index.ts';
import { portsFor } from './backups/testing/ports-for.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import type { Disk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';

const home = '/home';
const bytes = (text: string) => new TextEncoder().encode(text);
const canary = 'KEY=canary\n';

function backupsOf(disk: Disk): BackupsFeature {
  return createBackups(portsFor(home, disk));
}

/** A home that was backed up and then changed: a file edited, one gone with its folder, one left alone. */
const restoring: CrashScenario = {
  async prepare(disk) {
    const files = createFiles(disk);
    await files.makeFolder(`${home}/lightrag_server`);
    await files.makeFolder(`${home}/lightrag_memory_server`);
    await files.write(`${home}/env.userid`, bytes('USER_ID="paula"\n'));
    await files.write(`${home}/lightrag_server/env.server`, bytes(canary), { mode: 0o600 });
    await files.write(`${home}/lightrag_memory_server/env.memory_server`, bytes('A=1\n'), { mode: 0o600 });
    await backupsOf(disk).keep({ reason: 'by hand' });
    await files.write(`${home}/env.userid`, bytes('USER_ID="dana"\n'));
    await files.write(`${home}/lightrag_server/env.server`, bytes(`${canary}X=1\n`));
    await files.remove(`${home}/lightrag_memory_server/env.memory_server`);
    await disk.rmdir(`${home}/lightrag_memory_server`);
    await disk.syncFolder(home);
  },
  async run(disk) {
    const backups = backupsOf(disk);
    const [name = ''] = await disk.list(`${home}/backups`);
    await backups.bringBack(name);
  },
  async recover(disk) {
    const backups = backupsOf(disk);
    if (await backups.pending()) await backups.recover();
  },
  isApart: (path) => /^\/home\/(desktop|backups)/.test(path),
  refuse: ({ path, mode, data }) =>
    data !== null && (mode & 0o077) !== 0 && new TextDecoder().decode(data).includes('canary')
      ? `${path} shows a key in mode ${mode.toString(8)}`
      : null,
};

describe('a power cut at any point', () => {
  it('leaves the old or the new, whole, when restoring a backup', async () => {
    const { points, disks, violations } = await replayCrashes(restoring);
    process.stdout.write(`restoring a backup: crash points: ${points}, ${disks} different disks\n`);
    expect(violations).toEqual([]);
    expect(points).toBeGreaterThan(1000);
  }, 120_000);

  it('would be found out where folders are not synced, when restoring a backup', async () => {
    const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
    expect((await replayCrashes(restoring, careless, 1)).violations).not.toEqual([]);
  }, 120_000);
});
