import { mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackupsState } from '../../src-shared/backups.ts';
import { realDisk } from '../lib/disk.ts';
import { failingDisk } from '../lib/testing/failing-disk.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import { createBackups } from './index.ts';
import { readManifest } from './manifest.ts';
import { backups, cli, create, home, inBackup, ports, put } from './testing/backed-up-home.ts';
import { portsFor } from './testing/ports-for.ts';

describe('making a backup', () => {
  it('copies the home but not data, backups and its own folder, and is good', async () => {
    await symlink('env.userid', join(home, 'link'));
    const backup = await create('Before the: move!');
    expect(backup).toMatchObject({
      reason: 'Before the: move!',
      appVersion: '1.2.3',
      createdAt: '2026-03-04T05:06:07.008Z',
      files: 3,
      condition: { state: 'good' },
    });
    expect(backup.id).toMatch(/^\d{8}_\d{6}_008-before-the-move$/);
    const manifest = readManifest(await readFile(join(home, 'backups', backup.id, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      files: [
        { path: 'env.userid', size: 16 },
        { path: 'lightrag_server/deep/odd', size: 3 },
        { path: 'lightrag_server/env.server', mode: 0o640 },
      ],
      leftOut: [{ path: 'link', why: 'a link' }],
    });
    expect((await stat(inBackup(backup.id, 'lightrag_server/env.server'))).mode & 0o777).toBe(0o600);
  });

  it('gives two of one moment two names, and tells of each', async () => {
    const heard: BackupsState[] = [];
    const off = backups.onChanged((state) => heard.push(state));
    const [first, second] = [await create(), await create()];
    off();
    expect(first.id).not.toBe(second.id);
    expect(heard.map((state) => state.backups.length)).toEqual([1, 2]);
  });

  it('leaves nothing where it failed, at whatever operation', async () => {
    await create();
    const before = await treeState(home);
    const whole = failingDisk(realDisk);
    await createBackups(portsFor(home, whole.disk)).keep({ reason: 'x' });
    await rm(join(home, 'backups', (await readdir(join(home, 'backups'))).find((name) => name.endsWith('-x')) ?? ''), {
      recursive: true,
    });
    let failed = 0;
    for (let at = 1; at <= whole.count(); at += 1) {
      const disk = failingDisk(realDisk, at);
      const outcome = await createBackups(portsFor(home, disk.disk))
        .keep({ reason: 'x' })
        .then(
          (id) => id,
          () => null,
        );
      if (outcome === null) {
        failed += 1;
        expect(await treeState(home), `operation ${at}`).toEqual(before);
      } else await rm(join(home, 'backups', outcome), { recursive: true });
    }
    expect(failed).toBeGreaterThan(30);
  });
});

describe('a damaged backup', () => {
  const damages: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'no manifest': (id) => rm(join(home, 'backups', id, 'manifest.json')),
    'empty manifest': (id) => writeFile(join(home, 'backups', id, 'manifest.json'), ''),
    'binary manifest': (id) => writeFile(join(home, 'backups', id, 'manifest.json'), Buffer.from([0, 255, 1])),
    'manifest cut off': (id) => truncate(join(home, 'backups', id, 'manifest.json'), 100),
    'manifest of 60 MB': (id) => truncate(join(home, 'backups', id, 'manifest.json'), 60 * 1024 * 1024),
    'deep manifest': (id) => writeFile(join(home, 'backups', id, 'manifest.json'), '['.repeat(200_000)),
    'manifest a folder': async (id) => {
      await rm(join(home, 'backups', id, 'manifest.json'));
      await mkdir(join(home, 'backups', id, 'manifest.json'));
    },
    'manifest edited': (id) => editManifest(id, (text) => text.replace('"mode": 416', '"mode": 511')),
    'path outside': (id) => editManifest(id, (text) => text.replace('"env.userid"', '"../env.userid"')),
    'newer version': (id) => editManifest(id, (text) => text.replace('"format": 1', '"format": 2')),
    'a file missing': (id) => rm(inBackup(id, 'env.userid')),
    'a file cut off': (id) => truncate(inBackup(id, 'env.userid'), 3),
    'a file replaced by a link': async (id) => {
      await rm(inBackup(id, 'env.userid'));
      await symlink(join(home, 'env.userid'), inBackup(id, 'env.userid'));
    },
  };

  async function editManifest(id: string, edit: (text: string) => string): Promise<void> {
    const path = join(home, 'backups', id, 'manifest.json');
    const text = await readFile(path, 'utf8');
    expect(edit(text)).not.toBe(text);
    await writeFile(path, edit(text));
  }

  it.each(Object.keys(damages))('is told as such and never restored: %s', async (name) => {
    const good = await create('good');
    const { id } = await create('damaged');
    await damages[name]?.(id);
    const before = await treeState(home);
    const { backups: listed } = await createBackups(ports).list(undefined, cli);
    expect(listed.find((one) => one.id === id)?.condition.state).toBe('damaged');
    expect(listed.find((one) => one.id === good.id)?.condition.state).toBe('readable');
    expect((await backups.verify({ id }, cli)).condition.state).toBe('damaged');
    await expect(backups.restore({ id }, cli)).rejects.toMatchObject({ code: 'backups/damaged' });
    await expect(backups.diff({ id }, cli)).rejects.toMatchObject({ code: 'backups/damaged' });
    expect(await treeState(home)).toEqual(before);
  });

  it('with one byte other of the same size is found by its hash', async () => {
    const { id } = await create();
    await writeFile(inBackup(id, 'env.userid'), 'USER_ID="pauly"\n');
    expect((await createBackups(ports).list(undefined, cli)).backups[0]?.condition.state).toBe('readable');
    expect((await backups.verify({ id }, cli)).condition).toMatchObject({ state: 'damaged' });
    expect((await backups.list(undefined, cli)).backups[0]?.condition.state).toBe('damaged');
    await expect(backups.restore({ id }, cli)).rejects.toMatchObject({ code: 'backups/damaged' });
  });

  it('is not asked for by a path', async () => {
    for (const id of ['../..', '..', 'docker_env_backups', '.']) {
      await expect(backups.verify({ id }, cli)).rejects.toMatchObject({ code: 'backups/unknown' });
    }
  });
});

describe('the difference to a backup', () => {
  it('tells each file, with the change as a diff that shows no secret', async () => {
    const { id } = await create();
    await put('lightrag_server/env.server', 'USER_ID=dana\nOPENAI_API_KEY=topsecret2\n');
    await put('lightrag_server/deep/odd', Buffer.from([0, 1]));
    await put('new', 'x');
    await rm(join(home, 'env.userid'));
    const { files } = await backups.diff({ id }, cli);
    expect(files.map(({ path, change, removes }) => [path, change, removes])).toEqual([
      ['env.userid', 'missing', false],
      ['lightrag_server/deep/odd', 'changed', false],
      ['lightrag_server/env.server', 'changed', false],
      ['new', 'added', false],
    ]);
    expect(files[0]?.diff).toBe('@@ -0,0 +1 @@\n+USER_ID="paula"\n');
    expect(files[1]?.diff).toBeNull();
    expect(files[2]?.diff).toContain('-USER_ID=dana');
    expect(files[2]?.diff).toContain('OPENAI_API_KEY=');
    expect(files[2]?.diff).not.toContain('topsecret');
  });
});
