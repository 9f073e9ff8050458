import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MigrationState } from '../src-shared/migration.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import { failingDisk } from './lib/testing/failing-disk.ts';
import { treeState } from './lib/testing/tree-state.ts';
import { apart, asked, cli, home, joined, migrate, project, put } from './testing/migration-homes.ts';

describe('a migration that fails', () => {
  it('at whatever operation leaves the home as it was', async () => {
    const before = await treeState(home, apart);
    const whole = failingDisk(realDisk);
    expect((await migrate({}, joined(whole.disk))).report.success).toBe(true);
    const after = await treeState(home, apart);
    let failed = 0;
    // Every operation is taken on a disk in memory, with the power cuts; here on a real one, some of each kind.
    for (let at = 1; at <= whole.count(); at += 5) {
      await rm(home, { recursive: true });
      await put(home, { 'lightrag_server/env.server': 'USER_ID=default_user\n', unknown: 'mine' });
      const done = await migrate({}, joined(failingDisk(realDisk, at).disk)).then(
        ({ report }) => report.success,
        () => false,
      );
      if (!done) failed += 1;
      expect(await treeState(home, apart), `operation ${at}`).toEqual(done ? after : before);
    }
    expect(failed).toBeGreaterThan(60);
  }, 120_000);
});

describe('a migration of 5,000 files', () => {
  const many = 5000;

  beforeEach(async () => {
    for (let index = 0; index < 50; index += 1) await mkdir(join(project, `lightrag_server/part-${index}`));
    await Promise.all(
      Array.from({ length: many }, (_, index) =>
        writeFile(join(project, `lightrag_server/part-${index % 50}/${index}`), `${index}\n`.repeat(100)),
      ),
    );
  });

  it('tells how far it is, is cancelled, resumed, and rolled back exactly', async () => {
    const before = await treeState(home, apart);
    const parts = joined(realDisk);
    const plan = await parts.migration.plan(asked(), cli);
    const heard: Extract<MigrationState, { state: 'running' }>[] = [];
    const off = parts.migration.onChanged((state) => {
      if (state.state !== 'running') return;
      heard.push(state);
      if (state.phase === 'copy' && state.done > 1000 && state.cancellable) void parts.migration.cancel(undefined, cli);
    });
    const stopped = await parts.migration.start({ planId: plan.id }, cli);
    off();
    expect(stopped).toMatchObject({ success: false, error: { code: 'migration/cancelled' } });
    expect(heard.filter(({ phase }) => phase === 'copy').length).toBeGreaterThan(3);
    expect(heard.at(-1)?.total).toBe(many + 6);
    expect(await treeState(home, apart)).toEqual(before);

    // As after another start of the app: nothing is known but what is on the disk.
    const later = joined(realDisk);
    await later.recover();
    expect(await later.migration.get(undefined, cli)).toMatchObject({ paused: { planId: plan.id, from: project } });
    const report = await later.migration.start({ planId: plan.id }, cli);
    expect(report).toMatchObject({ success: true, counts: { copy: many + 4 } });
    expect(report.resumed).toBeGreaterThan(1000);
    expect(report.resumed).toBeLessThan(many);
    const now = await treeState(home, apart);
    expect(Object.keys(now).filter((path) => path.includes('part-')).length).toBe(many + 50);
    await later.migration.rollback({ backupId: report.backup ?? '' }, cli);
    expect(await treeState(home, apart)).toEqual(before);
  }, 120_000);

  it('leaves the home as it was where the moving fails near the end', async () => {
    const before = await treeState(home, apart);
    let moved = 0;
    const disk: Disk = {
      ...failingDisk(realDisk).disk,
      async link(from, to) {
        if (from.includes('/new/')) moved += 1;
        if (moved === many && from.includes('/new/')) throw Object.assign(new Error('no more'), { code: 'ENOSPC' });
        await realDisk.link(from, to);
      },
    };
    const { report } = await migrate({}, joined(disk));
    expect(report).toMatchObject({ success: false, error: { code: 'home/unwritable' } });
    expect(moved).toBe(many);
    expect(await treeState(home, apart)).toEqual(before);
  }, 120_000);
});
