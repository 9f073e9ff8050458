import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchivesState } from '../../src-shared/archives.ts';
import { type Disk, type DiskFile, realDisk } from '../lib/disk.ts';
import { failingDisk } from '../lib/testing/failing-disk.ts';
import { type ArchivedHome, archivedHome, cli, codeOf, withPaula } from './testing/archived-home.ts';

let home: ArchivedHome;
let path = '';

beforeEach(async () => {
  home = await archivedHome();
  await withPaula(home);
  path = join(home.outside, 'paula.zip');
});
afterEach(() => home.end());

type Order = Parameters<ArchivedHome['archives']['export']>[0];
const order = (more: Partial<Order> = {}): Order => ({
  ...{ userId: 'paula', path, parts: ['settings', 'memories', 'data'], replace: false },
  ...more,
});

describe('an export that does not end well', () => {
  it('leaves nothing, whatever operation the disk refuses', async () => {
    const whole = failingDisk(realDisk);
    await home.with({ disk: whole.disk }).export(order(), cli);
    await rm(path);
    let failed = 0;
    for (let at = 1; at <= whole.count(); at += 1) {
      const done = await codeOf(home.with({ disk: failingDisk(realDisk, at).disk }).export(order(), cli));
      const left = await readdir(home.outside);
      if (done === 'done') await rm(path);
      else failed += 1;
      expect(left, `operation ${at}: ${done}`).toEqual(done === 'done' ? ['paula.zip'] : []);
      expect(['done', 'home/unwritable', 'home/file-unreadable', 'archives/target-refused']).toContain(done);
    }
    expect(failed).toBeGreaterThan(80);
  }, 120_000);

  it('tells that the disk is full, and leaves nothing', async () => {
    let left = 3000;
    const full = (file: DiskFile): DiskFile => ({
      ...file,
      async write(bytes) {
        left -= bytes.length;
        if (left < 0) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
        await file.write(bytes);
      },
    });
    const disk: Disk = { ...realDisk, create: async (file, mode) => full(await realDisk.create(file, mode)) };
    await home.fill('paula', {
      'data/noise.bin': Buffer.from(Array.from({ length: 9000 }, (_one, index) => (index * 7919) % 251)),
    });
    expect(await codeOf(home.with({ disk }).export(order(), cli))).toBe('archives/disk-full');
    expect(await readdir(home.outside)).toEqual([]);
  });

  it('can be cancelled at any moment until the end, one at a time', async () => {
    const moments = new Set<string>();
    for (const phase of ['look', 'read', 'verify']) {
      const archives = home.with({});
      const off = archives.onChanged((state: ArchivesState) => {
        if (state.state !== 'running' || state.phase !== phase) return;
        moments.add(phase);
        expect(state).toMatchObject({ task: 'export', userId: 'paula', cancellable: true });
        archives.cancel(undefined, cli);
      });
      expect(await codeOf(archives.export(order(), cli))).toBe('archives/cancelled');
      off();
      expect(await readdir(home.outside)).toEqual([]);
      expect(archives.get(undefined, cli)).toMatchObject({
        state: 'idle',
        last: { error: { code: 'archives/cancelled' } },
      });
    }
    expect(moments.size).toBe(3);
  });

  it('keeps another one waiting for its turn, and ends with the app', async () => {
    const first = codeOf(home.archives.export(order(), cli));
    expect(await codeOf(home.archives.export(order(), cli))).toBe('archives/busy');
    expect(await codeOf(home.archives.plan({ path }, cli))).toBe('archives/busy');
    await home.archives.end();
    expect(await first).toBe('archives/cancelled');
    expect(await readdir(home.outside)).toEqual([]);
  });

  it('leaves a draft where it was killed, which the next one removes', async () => {
    const dead = '.paula.zip.999999999-0123456789ab.draft';
    await writeFile(join(home.outside, dead), 'half');
    await home.archives.export(order(), cli);
    expect(await readdir(home.outside)).toEqual(['paula.zip']);
  });
});

describe('what packs too well', () => {
  it('is stored as it is, so that no import takes it for a bomb', async () => {
    await writeFile(join(home.storage('paula'), 'agent_sessions.db'), Buffer.alloc(20 * 1024 * 1024));
    const report = await home.archives.export(order(), cli);
    expect(report.size).toBeGreaterThan(20 * 1024 * 1024);
    expect((await home.archives.plan({ path }, cli)).bytes).toBeGreaterThan(20 * 1024 * 1024);
  });

  it('is stored altogether, where only all of it does', async () => {
    const zeros = Object.fromEntries(
      Array.from({ length: 30 }, (_one, index) => [`data/${index}.bin`, Buffer.alloc(1024 * 1024)]),
    );
    await home.fill('paula', zeros);
    expect((await home.archives.export(order(), cli)).size).toBeGreaterThan(30 * 1024 * 1024);
    expect(await codeOf(home.archives.plan({ path }, cli))).toBe('done');
  });
});
