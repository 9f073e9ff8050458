import { execFile } from 'node:child_process';
import { link, mkdir, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from '../lib/disk.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import {
  type ArchivedHome,
  archivedHome,
  cli,
  codeOf,
  memberNames,
  membersText,
  withPaula,
} from './testing/archived-home.ts';

const run = promisify(execFile);
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

/** A disk that does something whenever a file is opened for reading. */
function disturbed(onOpen: (path: string) => Promise<void>): Disk {
  return {
    ...realDisk,
    async open(file) {
      const opened = await realDisk.open(file);
      await onOpen(file);
      return opened;
    },
  };
}

describe('where an archive goes', () => {
  it('is never a name that is taken, unless it is an archive and somebody agrees', async () => {
    await writeFile(path, 'a thesis');
    for (const replace of [false, true]) {
      expect(await codeOf(home.archives.export(order({ replace }), cli))).toBe('archives/target-taken');
    }
    expect(await readFile(path, 'utf8')).toBe('a thesis');
    await rm(path);
    await home.archives.export(order({ parts: [] }), cli);
    const first = await readFile(path);
    expect(await codeOf(home.archives.export(order(), cli))).toBe('archives/target-taken');
    expect((await readFile(path)).equals(first)).toBe(true);
    await home.archives.export(order({ replace: true }), cli);
    expect((await readFile(path)).equals(first)).toBe(false);
  });

  it('is never a link, wherever it leads, nor a name that appears while it is written', async () => {
    await symlink(join(home.outside, 'elsewhere'), path);
    for (const replace of [false, true]) {
      expect(await codeOf(home.archives.export(order({ replace }), cli))).toBe('archives/target-taken');
    }
    await rm(path);
    const disk = disturbed(async (file) => {
      if (file.endsWith('notes.md')) await writeFile(path, 'quicker').catch(() => undefined);
    });
    expect(await codeOf(home.with({ disk }).export(order(), cli))).toBe('archives/target-taken');
    expect(await readFile(path, 'utf8')).toBe('quicker');
    expect(await readdir(home.outside)).toEqual(['paula.zip']);
  });

  it.each([
    ['the data folder', () => join(home.top, 'data', 'x.zip')],
    ['the folder of the user', () => join(home.storage('paula'), 'x.zip')],
    ['the home', () => join(home.top, 'home', 'x.zip')],
    ['a folder of the home', () => join(home.top, 'home', 'desktop', 'x.zip')],
    ['a folder that is not there', () => join(home.outside, 'no', 'x.zip')],
    ['a file for a folder', () => join(home.storage('paula'), 'agent_memory.db', 'x.zip')],
    ['another kind of name', () => join(home.outside, 'x.txt')],
    ['no name', () => join(home.outside, '.zip')],
  ])('is not %s', async (_what, target) => {
    const before = await treeState(home.top);
    expect(await codeOf(home.archives.export(order({ path: target() }), cli))).toBe('archives/target-refused');
    expect(await treeState(home.top)).toEqual(before);
  });

  it('is not a folder that leads into the data by a link', async () => {
    await symlink(join(home.top, 'data'), join(home.outside, 'way'));
    const target = join(home.outside, 'way', 'x.zip');
    expect(await codeOf(home.archives.export(order({ path: target }), cli))).toBe('archives/target-refused');
  });

  it('may be the backups, or below the own folder', async () => {
    expect(await codeOf(home.archives.export(order({ path: join(home.top, 'home', 'backups', 'x.zip') }), cli))).toBe(
      'done',
    );
    expect(await codeOf(home.archives.export(order({ path: '~/outside/y.zip' }), cli))).toBe('done');
  });

  it('can be a disk that knows no second name of a file', async () => {
    const disk: Disk = {
      ...realDisk,
      link: async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTSUP' })),
    };
    expect(await codeOf(home.with({ disk }).export(order(), cli))).toBe('done');
    expect(await codeOf(home.with({ disk }).export(order(), cli))).toBe('archives/target-taken');
    expect(await readdir(home.outside)).toEqual(['paula.zip']);
  });
});

describe('what is not taken along', () => {
  it('is told: links, odd things, names that not every system has, what is closed', async () => {
    const storage = home.storage('paula');
    await symlink('/etc/passwd', join(storage, 'knowledge', 'link.md'));
    await symlink('/etc', join(storage, 'knowledge', 'folder'));
    await run('mkfifo', [join(storage, 'inputs', 'pipe')]);
    await home.fill('paula', {
      'data/aux.txt': 'x',
      'data/NOTES/a': 'x',
      'data/notes/b': 'x',
      'data/back\\slash': 'x',
    });
    const report = await home.archives.export(order(), cli);
    expect(report.leftOut).toEqual([
      { path: 'data/data/aux.txt', reason: 'name' },
      { path: 'data/data/back\\slash', reason: 'name' },
      { path: 'data/data/notes', reason: 'name' },
      { path: 'data/inputs/pipe', reason: 'special' },
      { path: 'data/knowledge/folder', reason: 'link' },
      { path: 'data/knowledge/link.md', reason: 'link' },
    ]);
    const plan = await home.archives.plan({ path }, cli);
    expect(plan.leftOut).toEqual(report.leftOut);
  });

  it('is told where this account may not read it', async () => {
    const closed = (name: string) => name.endsWith('notes.md') || name.endsWith('agent_memory.db-wal');
    const disk: Disk = {
      ...realDisk,
      open: (file) =>
        closed(file) ? Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })) : realDisk.open(file),
      list: (folder) =>
        folder.endsWith('memory_inputs')
          ? Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
          : realDisk.list(folder),
    };
    const report = await home.with({ disk }).export(order(), cli);
    expect(report.leftOut.map(({ path: left, reason }) => [left, reason])).toEqual([
      ['memories/memory_inputs', 'unreadable'],
      ['memories/agent_memory.db-wal', 'unreadable'],
      ['data/knowledge/notes.md', 'unreadable'],
    ]);
    expect(report.warnings).toHaveLength(1);
  });

  it('is a user whose own folder is a link, altogether', async () => {
    await rm(home.storage('paula'), { recursive: true });
    await symlink('/etc', home.storage('paula'));
    expect(await codeOf(home.archives.export(order(), cli))).toBe('users/folder-outside');
    expect(await codeOf(home.archives.preview({ userId: 'paula' }, cli))).toBe('users/folder-outside');
    expect(await readdir(home.outside)).toEqual([]);
  });

  it('is what the app itself left there in passing', async () => {
    await home.fill('paula', { 'data/.notes.99-0123456789ab.draft': 'x', 'data/.notes.lock': 'x' });
    expect((await home.archives.export(order(), cli)).parts[2]?.files).toBe(3);
  });
});

describe('files that are written to meanwhile', () => {
  it('are read again until they are of one moment, a database with its log', async () => {
    const database = join(home.storage('paula'), 'agent_memory.db');
    let writes = 0;
    const disk = disturbed(async (file) => {
      if (!file.endsWith('agent_memory.db') || writes === 2) return;
      writes += 1;
      await writeFile(database, `database ${writes}`);
      await writeFile(`${database}-wal`, `log ${writes}`);
    });
    await home.with({ disk }).export(order(), cli);
    expect(writes).toBe(2);
    expect(await membersText(path, 'memories/agent_memory.db', 'memories/agent_memory.db-wal')).toBe('database 2log 2');
  });

  it('are seen even where their time stamp is as before', async () => {
    const notes = join(home.storage('paula'), 'knowledge', 'notes.md');
    const now = new Date();
    await utimes(notes, now, now);
    let opened = 0;
    const disk = disturbed(async (file) => {
      if (file !== notes || opened === 3) return;
      opened += 1;
      await writeFile(notes, `edit ${opened}`);
      await utimes(notes, now, now);
    });
    await home.with({ disk }).export(order(), cli);
    expect(await membersText(path, 'data/knowledge/notes.md')).toBe('edit 3');
  });

  it('end it where they never come to rest, and nothing is left', async () => {
    const database = join(home.storage('paula'), 'agent_memory.db');
    let writes = 0;
    const disk = disturbed(async (file) => {
      if (!file.endsWith('agent_memory.db')) return;
      writes += 1;
      await writeFile(database, 'x'.repeat(writes));
    });
    await expect(home.with({ disk }).export(order(), cli)).rejects.toMatchObject({
      code: 'archives/files-changing',
      details: ['memories/agent_memory.db'],
    });
    expect(writes).toBeLessThan(30);
    expect(await readdir(home.outside)).toEqual([]);
  });

  it('begin it anew where they are large, and end it in the end', async () => {
    const large = join(home.storage('paula'), 'data', 'large.bin');
    await writeFile(large, Buffer.alloc(17 * 1024 * 1024, 'abcdefg'));
    let opened = 0;
    const changing = (until: number) =>
      disturbed(async (file) => {
        if (file !== large || opened === until) return;
        opened += 1;
        await truncate(large, 17 * 1024 * 1024 + opened);
      });
    const report = await home.with({ disk: changing(1) }).export(order(), cli);
    expect(report.parts[2]?.bytes).toBeGreaterThan(17 * 1024 * 1024);
    opened = 100;
    expect(await codeOf(home.with({ disk: changing(-1) }).export(order({ replace: true }), cli))).toBe(
      'archives/files-changing',
    );
    expect(await readdir(home.outside)).toEqual(['paula.zip']);
  }, 60_000);

  it('are told as gone where they go', async () => {
    const disk = disturbed(async (file) => {
      if (file.endsWith('graph.graphml'))
        await rm(join(home.storage('paula'), 'knowledge', 'notes.md'), { force: true });
    });
    const report = await home.with({ disk }).export(order(), cli);
    expect(report.leftOut).toEqual([{ path: 'data/knowledge/notes.md', reason: 'gone' }]);
  });

  it('are not followed where a link took their place', async () => {
    const notes = join(home.storage('paula'), 'knowledge', 'notes.md');
    await writeFile(join(home.outside, 'secret'), 'of somebody else');
    const disk = disturbed(async (file) => {
      if (!file.endsWith('graph.graphml')) return;
      await rm(notes, { force: true });
      await symlink(join(home.outside, 'secret'), notes);
    });
    const report = await home.with({ disk }).export(order(), cli);
    expect(report.leftOut).toEqual([{ path: 'data/knowledge/notes.md', reason: 'gone' }]);
    expect(await memberNames(path)).not.toContain('data/knowledge/notes.md');
  });
});

it('does not follow a link that took the place of a folder', async () => {
  const folder = join(home.storage('paula'), 'knowledge');
  await mkdir(join(home.outside, 'private'));
  await writeFile(join(home.outside, 'private', 'notes.md'), 'of somebody else');
  const disk = disturbed(async (file) => {
    if (!file.endsWith('graph.graphml')) return;
    await rm(folder, { recursive: true, force: true });
    await symlink(join(home.outside, 'private'), folder);
  });
  const report = await home.with({ disk }).export(order(), cli);
  expect(report.leftOut).toEqual([{ path: 'data/knowledge/notes.md', reason: 'gone' }]);
});

it('reads a file with two names twice', async () => {
  await link(
    join(home.storage('paula'), 'knowledge', 'notes.md'),
    join(home.storage('paula'), 'knowledge', 'again.md'),
  );
  expect((await home.archives.export(order(), cli)).parts[2]?.files).toBe(4);
});

it('asks for a user who is there', async () => {
  expect(await codeOf(home.archives.export(order({ userId: 'nobody' }), cli))).toBe('users/unknown');
  expect(await codeOf(home.archives.preview({ userId: 'nobody' }, cli))).toBe('users/unknown');
});
