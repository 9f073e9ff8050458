import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Disk, realDisk } from './lib/disk.ts';
import { failingDisk } from './lib/testing/failing-disk.ts';
import { treeState } from './lib/testing/tree-state.ts';
import {
  actions,
  apart,
  asked,
  cli,
  compose,
  home,
  joined,
  migrate,
  project,
  put,
  root,
} from './testing/migration-homes.ts';

describe('the plan', () => {
  it('tells every file and changes nothing', async () => {
    const before = await treeState(root);
    const plan = await joined().migration.plan(asked(), cli);
    expect(await treeState(root)).toEqual(before);
    expect(plan).toMatchObject({ kind: 'project', counts: { copy: 4, rewrite: 1, replace: 1, keep: 0, skip: 0 } });
    expect(actions(plan.files)).toEqual({
      'env.userid': 'copy',
      'lightrag_server/config.ini': 'copy',
      'lightrag_server/docker-compose.yml': 'rewrite',
      'lightrag_server/env.server': 'replace',
      'lightrag_memory_server/deep/odd': 'copy',
      'lightrag_memory_server/env.memory_server': 'copy',
    });
    expect(plan.remarks).toHaveLength(2);
  });

  it('tells conflicts, and what the home keeps or loses', async () => {
    await put(home, { 'lightrag_server/env.server': 'USER_ID=edited\n', 'lightrag_server/config.ini': '[server]\n' });
    const { migration } = joined();
    const keeping = await migration.plan(asked(), cli);
    expect(actions(keeping.files)).toMatchObject({
      'lightrag_server/env.server': 'keep!',
      'lightrag_server/config.ini': 'keep',
    });
    const replacing = await migration.plan(asked({ conflicts: 'replace' }), cli);
    expect(actions(replacing.files)).toMatchObject({ 'lightrag_server/env.server': 'replace!' });
    expect(replacing.id).not.toBe(keeping.id);
  });

  it('takes no link, nothing through a link and nothing odd, and names each', async () => {
    await symlink('/etc/passwd', join(project, 'lightrag_server/link'));
    await symlink(join(project, 'src'), join(project, 'lightrag_server/folder-link'));
    await rm(join(home, 'lightrag_memory_server'), { recursive: true, force: true });
    await symlink(join(project, 'lightrag_memory_server'), join(home, 'lightrag_memory_server'));
    await mkdir(join(home, 'env.userid'));
    const before = await treeState(project);
    const { plan, report } = await migrate();
    expect(actions(plan.files)).toMatchObject({
      'lightrag_server/link': 'skip',
      'lightrag_server/folder-link': 'skip',
      'lightrag_memory_server/deep/odd': 'skip!',
      'env.userid': 'skip!',
    });
    expect(report.success).toBe(true);
    expect(await treeState(project)).toEqual(before);
  });

  it('refuses what is no source', async () => {
    const { migration } = joined();
    await mkdir(join(root, 'empty'));
    await put(home, { 'inside/env.userid': 'USER_ID=x\n' });
    for (const from of [
      join(root, 'none'),
      join(root, 'empty'),
      join(home, 'inside'),
      join(project, 'pyproject.toml'),
    ]) {
      await expect(migration.plan(asked({ from }), cli)).rejects.toMatchObject({ code: 'migration/source-unusable' });
    }
    await expect(migration.start({ planId: 'made up' }, cli)).rejects.toMatchObject({ code: 'migration/unknown-plan' });
  });
});

describe('a migration', () => {
  it('brings bytes and modes, sets the paths, leaves the source and unknown files', async () => {
    await chmod(join(project, 'lightrag_server/config.ini'), 0o640);
    const source = await treeState(project);
    const { report } = await migrate();
    expect(report).toMatchObject({ success: true, counts: { copy: 4, rewrite: 1, replace: 1 } });
    expect(await treeState(project)).toEqual(source);
    const now = await treeState(home, apart);
    expect(now).toMatchObject({
      'env.userid': source['env.userid'],
      'lightrag_server/config.ini': source['lightrag_server/config.ini'],
      'lightrag_memory_server/deep/odd': source['lightrag_memory_server/deep/odd'],
    });
    expect(await readFile(join(home, 'unknown'), 'utf8')).toBe('mine');
    const text = await readFile(join(home, 'lightrag_server/docker-compose.yml'), 'utf8');
    const expected = compose(project).replaceAll(`${project}/lightrag_server`, `${home}/lightrag_server`);
    expect(text).toBe(expected);
    expect(await readFile(join(home, 'lightrag_server/env.server'), 'utf8')).toBe(
      `USER_ID=charlie # who\r\nCONFIG=${home}/lightrag_server/config.ini\r\n`,
    );
    expect(await readdir(join(home, 'desktop'))).toEqual([]);
  });

  it('does nothing the second time', async () => {
    await migrate();
    const before = await treeState(root);
    const { plan, report } = await migrate();
    expect(plan.counts).toMatchObject({ copy: 0, replace: 0, rewrite: 0 });
    expect(report).toMatchObject({ success: true, backup: null });
    expect(await treeState(root)).toEqual(before);
  });

  it('is rolled back exactly, and the rollback too', async () => {
    const before = await treeState(home, apart);
    const parts = joined();
    const { report } = await migrate({}, parts);
    const after = await treeState(home, apart);
    const back = await parts.migration.rollback({ backupId: report.backup ?? '' }, cli);
    expect(await treeState(home, apart)).toEqual(before);
    await parts.migration.rollback({ backupId: back.backup ?? '' }, cli);
    expect(await treeState(home, apart)).toEqual(after);
  });

  it('is refused where source or home changed since the plan', async () => {
    const { migration } = joined();
    for (const path of [join(project, 'env.userid'), join(home, 'lightrag_server/env.server')]) {
      const { id } = await migration.plan(asked(), cli);
      await writeFile(path, 'USER_ID=other\n');
      const before = await treeState(home);
      expect(await migration.start({ planId: id }, cli)).toMatchObject({
        success: false,
        error: { code: 'migration/plan-outdated' },
      });
      expect(await treeState(home)).toEqual(before);
    }
  });

  it('that is cancelled can be gone on with, and cancelled once more is forgotten', async () => {
    const before = await treeState(home, apart);
    const disk: Disk = {
      ...failingDisk(realDisk).disk,
      async create(path, mode) {
        if (path.includes('/new/')) await migration.cancel(undefined, cli);
        return realDisk.create(path, mode);
      },
    };
    const { migration } = joined(disk);
    const plan = await migration.plan(asked(), cli);
    const stopped = { success: false, backup: null, error: { code: 'migration/cancelled' } };
    expect(await migration.start({ planId: plan.id }, cli)).toMatchObject(stopped);
    expect(await migration.get(undefined, cli)).toMatchObject({ state: 'idle', paused: { planId: plan.id } });
    await migration.cancel(undefined, cli);
    expect(await migration.get(undefined, cli)).toMatchObject({ state: 'idle', paused: null });
    expect(await treeState(home, apart)).toEqual(before);
    expect(await readdir(join(home, 'desktop'))).toEqual([]);
  });

  it('takes a whole other home, with data, but not the app’s own folder', async () => {
    const other = join(root, '.persagent');
    await put(other, {
      'env.userid': 'USER_ID=dana\n',
      'lightrag_server/env.server': 'DATA_DIR=~/.persagent/data\n',
      'data/users_registry.json': '{"users":[]}',
      'desktop/window.json': '{}',
      'backups/env_backup_20250101_000000': 'x',
    });
    const { plan, report } = await migrate({ from: '~/.persagent' });
    expect(plan.kind).toBe('home');
    expect(report.success).toBe(true);
    expect(await readFile(join(home, 'data/users_registry.json'), 'utf8')).toBe('{"users":[]}');
    expect(await readFile(join(home, 'lightrag_server/env.server'), 'utf8')).toBe(`DATA_DIR=${home}/data\n`);
    expect(await readdir(join(home, 'desktop'))).toEqual([]);
    expect(await readdir(join(home, 'backups'))).toContain('env_backup_20250101_000000');
  });

  it('sets paths of a home that still lead into a project', async () => {
    await put(home, { 'lightrag_server/docker-compose.yml': compose(project) });
    const { plan, report } = await migrate({ from: home });
    expect(plan).toMatchObject({ kind: 'paths', counts: { rewrite: 1, copy: 0 } });
    expect(report.success).toBe(true);
    const text = await readFile(join(home, 'lightrag_server/docker-compose.yml'), 'utf8');
    expect(text).toBe(compose(project).replaceAll(`${project}/lightrag_server`, `${home}/lightrag_server`));
  });

  it.each(['', '\0\u0001', '{', 'a: [', `${'['.repeat(5000)}`])(
    'copies a compose file that reads %j as it is',
    async (text) => {
      await put(project, { 'lightrag_server/docker-compose.yml': text });
      const { plan, report } = await migrate();
      expect(report.success).toBe(true);
      expect(plan.files.find(({ path }) => path.endsWith('docker-compose.yml'))?.action).toBe('copy');
      expect(await readFile(join(home, 'lightrag_server/docker-compose.yml'), 'utf8')).toBe(text);
    },
  );
});
