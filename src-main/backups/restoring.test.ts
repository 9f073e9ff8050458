import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realDisk } from '../lib/disk.ts';
import { failingDisk } from '../lib/testing/failing-disk.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import { createBackups } from './index.ts';
import { apart, backups, cli, create, home, inBackup, ports, put } from './testing/backed-up-home.ts';
import { portsFor } from './testing/ports-for.ts';

describe('restoring', () => {
  it('brings back bytes and modes, keeps other files, and can itself be taken back', async () => {
    const { id } = await create();
    const then = await treeState(home, apart);
    await rm(join(home, 'lightrag_server'), { recursive: true });
    await put('env.userid', 'broken');
    await put('other', 'kept');
    const now = await treeState(home, apart);
    const report = await backups.restore({ id }, cli);
    expect(report).toMatchObject({
      restored: ['env.userid', 'lightrag_server/deep/odd', 'lightrag_server/env.server'],
      removed: [],
      unchanged: 0,
    });
    const restored = await treeState(home, apart);
    expect(Object.keys(restored).filter((path) => restored[path] !== then[path] && !path.includes('_server'))).toEqual([
      'other',
    ]);
    expect(restored['lightrag_server/env.server']).toBe(then['lightrag_server/env.server']);
    await backups.restore({ id: report.backup ?? '' }, cli);
    expect(await treeState(home, apart)).toEqual(now);
    expect(await readdir(join(home, 'desktop'))).toEqual([]);
  });

  it('brings back the named files alone, and nothing twice', async () => {
    const { id } = await create();
    await put('env.userid', 'a');
    await put('lightrag_server/env.server', 'b');
    const report = await backups.restore({ id, files: ['env.userid'] }, cli);
    expect(report).toMatchObject({ restored: ['env.userid'], unchanged: 0 });
    expect(await readFile(join(home, 'lightrag_server/env.server'), 'utf8')).toBe('b');
    expect(await backups.restore({ id, files: ['env.userid'] }, cli)).toMatchObject({ restored: [], backup: null });
    await expect(backups.restore({ id, files: ['data/large'] }, cli)).rejects.toMatchObject({
      code: 'backups/file-unknown',
    });
  });

  it('writes through no link and over no folder', async () => {
    const { id } = await create();
    const outside = await mkdtemp(join(tmpdir(), 'persag-outside-'));
    await writeFile(join(outside, 'env.server'), 'theirs');
    await rm(join(home, 'lightrag_server'), { recursive: true });
    await symlink(outside, join(home, 'lightrag_server'));
    await expect(backups.restore({ id }, cli)).rejects.toMatchObject({ code: 'home/unwritable' });
    expect(await treeState(outside)).toEqual({ 'env.server': expect.any(String) });
    await rm(outside, { recursive: true });
  });

  it('fails whole at whatever operation, and a process that ends there is recovered from', async () => {
    const { id } = await create();
    const then = await treeState(home, apart);
    const spoil = async () => {
      await put('env.userid', 'now');
      await put('lightrag_server/env.server', 'now');
      await rm(join(home, 'lightrag_server/deep'), { recursive: true });
    };
    await spoil();
    const now = await treeState(home, apart);
    const whole = failingDisk(realDisk);
    const { backup } = await createBackups(portsFor(home, whole.disk)).restore({ id }, cli);
    expect(await treeState(home, apart)).toEqual(then);
    await backups.bringBack(backup ?? '');
    expect(await treeState(home, apart)).toEqual(now);
    const outcomes = { old: 0, new: 0 };
    for (const how of ['once', 'for good'] as const) {
      // Some of each kind; every one is taken on a disk in memory, with the power cuts.
      for (let at = how === 'once' ? 1 : 3; at <= whole.count() + 5; at += 4) {
        const disk = failingDisk(realDisk, at, how);
        const done = await createBackups(portsFor(home, disk.disk))
          .bringBack(id)
          .then(
            () => true,
            () => false,
          );
        await backups.recover();
        const state = await treeState(home, apart);
        const isNew = JSON.stringify(state) === JSON.stringify(then);
        if (!isNew) expect(state, `${how} ${at}`).toEqual(now);
        if (done) expect(isNew).toBe(true);
        outcomes[isNew ? 'new' : 'old'] += 1;
        expect(await readdir(join(home, 'desktop'))).toEqual([]);
        if (isNew) await spoil();
        for (const name of await readdir(join(home, 'backups'))) {
          if (name !== id && name !== backup) await rm(join(home, 'backups', name), { recursive: true });
        }
      }
    }
    expect(outcomes.old).toBeGreaterThan(80);
    expect(outcomes.new).toBeGreaterThan(1);
  }, 120_000);
});

describe('what is kept', () => {
  const day = 24 * 60 * 60 * 1000;

  async function five(): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.unshift((await create(`number ${index}`)).id);
      ports.now = new Date(ports.now.getTime() + day);
    }
    return ids;
  }

  it('is the newest and the young, by the chosen numbers', async () => {
    const ids = await five();
    await backups.setRetention({ count: 2, days: 0 }, cli);
    expect(await backups.prune(undefined, cli)).toEqual(ids.slice(2));
    expect((await backups.list(undefined, cli)).backups.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });

  it('is what the days say, too, and applied with each new one', async () => {
    const ids = await five();
    await backups.setRetention({ count: 1, days: 3 }, cli);
    expect(await backups.prune(undefined, cli)).toEqual(ids.slice(3));
    ports.now = new Date(ports.now.getTime() + 10 * day);
    const last = await create('last');
    expect((await backups.list(undefined, cli)).backups.map(({ id }) => id)).toEqual([last.id]);
  });

  it('always has the last good one, though it be the oldest', async () => {
    const ids = await five();
    for (const id of ids.slice(0, 4)) await writeFile(inBackup(id, 'env.userid'), 'USER_ID="wrong"\n');
    await backups.setRetention({ count: 1, days: 0 }, cli);
    expect(await backups.prune(undefined, cli)).toEqual(ids.slice(1, 4));
    expect((await backups.verify({ id: ids[4] ?? '' }, cli)).condition.state).toBe('good');
  });

  it.each(['', '{', '{"count":0,"days":1}', '\0', '[]'])('is everything while the setting reads %j', async (text) => {
    await create();
    await mkdir(join(home, 'desktop'), { recursive: true });
    await put('desktop/backups.json', text);
    ports.now = new Date(ports.now.getTime() + 1000 * day);
    expect((await backups.list(undefined, cli)).retentionTrouble).not.toBeNull();
    expect(await backups.prune(undefined, cli)).toEqual([]);
    expect(await readFile(join(home, 'desktop/backups.json'), 'utf8')).toBe(text);
    expect((await backups.setRetention({ count: 1, days: 0 }, cli)).retentionTrouble).toBeNull();
  });
});

describe("others' copies", () => {
  it('are listed with the right subject although ids and stamps have underscores, and never removed', async () => {
    const copies = [
      'docker_env_backups/lightrag_server_env.server_20250102_030405.backup',
      'docker_env_backups/lightrag_memory_server_env.memory_server_20260102_030405_678.backup',
      'docker_env_backups/home_env.userid_20260103_030405_678.backup',
      'env_backup_20250101_000000',
    ];
    await mkdir(join(home, 'backups/docker_env_backups'), { recursive: true });
    await mkdir(join(home, 'backups/users/carl_20261122_20261122_041615'), { recursive: true });
    await mkdir(join(home, 'backups/lightrag_server_backup_20240101_010101'));
    for (const path of copies) await put(`backups/${path}`, 'USER_ID=x\n');
    await put('backups/notes.txt', 'mine');
    const { foreign } = await backups.list(undefined, cli);
    expect(foreign.map(({ kind, subject, madeAt, size }) => [kind, subject, madeAt, size])).toEqual([
      ['user data', 'carl_20261122', '2026-11-22T04:16:15', null],
      ['env file', 'env.userid', '2026-01-03T03:04:05', 10],
      ['env file', 'lightrag_memory_server/env.memory_server', '2026-01-02T03:04:05', 10],
      ['env file', 'lightrag_server/env.server', '2025-01-02T03:04:05', 10],
      ['env file', '.env', '2025-01-01T00:00:00', 10],
      ['service folder', 'lightrag_server', '2024-01-01T01:01:01', null],
    ]);
    const before = await treeState(join(home, 'backups'));
    await backups.setRetention({ count: 1, days: 0 }, cli);
    await backups.prune(undefined, cli);
    expect(await treeState(join(home, 'backups'))).toEqual(before);
  });
});
