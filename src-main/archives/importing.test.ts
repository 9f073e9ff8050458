import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import { type Disk, realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { failingDisk } from '../lib/testing/failing-disk.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import { type ArchivedHome, archivedHome, cli, codeOf, withPaula } from './testing/archived-home.ts';
import { rawArchive } from './testing/raw-archive.ts';

let home: ArchivedHome;
let path = '';

beforeEach(async () => {
  home = await archivedHome();
  await withPaula(home);
  path = join(home.outside, 'paula.zip');
  await home.archives.export({ userId: 'paula', path, parts: ['settings', 'memories', 'data'], replace: false }, cli);
});
afterEach(() => home.end());

type Order = Omit<Parameters<ArchivedHome['archives']['start']>[0], 'planId'>;
const nora: Order = { id: 'nora', withoutSecrets: false, conflict: 'refuse' };

async function imported(archives = home.archives, order: Order = nora) {
  const { id: planId } = await archives.plan({ path }, cli);
  return archives.start({ planId, ...order }, cli);
}
/** Everything but what the app keeps for a moment. */
const state = async () => ({ tree: await treeState(home.top), users: [...home.registry.keys()] });

describe('an import', () => {
  it.each([
    ['a plan that nobody made', { planId: 'x'.repeat(64) }, 'archives/unknown-plan'],
    ['an id that is none', { id: '../x' }, 'users/id-unsafe'],
    ['an id that a user has', { id: 'paula' }, 'archives/id-taken'],
  ])('is refused for %s', async (_what, wrong, code) => {
    const { id: planId } = await home.archives.plan({ path }, cli);
    const before = await state();
    expect(await codeOf(home.archives.start({ planId, ...nora, ...wrong }, cli))).toBe(code);
    expect(await state()).toEqual(before);
  });

  it('is refused where the archive is another one than planned', async () => {
    const { id: planId } = await home.archives.plan({ path }, cli);
    await writeFile(path, rawArchive([{ name: 'data/a', bytes: 'another' }]));
    const before = await state();
    expect(await codeOf(home.archives.start({ planId, ...nora }, cli))).toBe('archives/plan-outdated');
    expect(await state()).toEqual(before);
    await rm(path);
    expect(await codeOf(home.archives.start({ planId, ...nora }, cli))).toBe('home/file-unreadable');
    expect([...home.registry.keys()]).toEqual(['paula']);
  });

  it('is refused where a file changed after the plan though the manifest did not', async () => {
    const { id: planId } = await home.archives.plan({ path }, cli);
    const bytes = await readFile(path);
    bytes[bytes.indexOf('I like tea.') + 2] = 'L'.charCodeAt(0);
    await writeFile(path, bytes);
    const before = await state();
    expect(await codeOf(home.archives.start({ planId, ...nora }, cli))).toBe('archives/damaged');
    expect(await state()).toEqual(before);
  });

  it('is refused before it begins where the disk is too full', async () => {
    const before = await state();
    expect(await codeOf(imported(home.with({ freeSpace: async () => 10 })))).toBe('archives/disk-full');
    expect((await home.with({ freeSpace: async () => 10 }).plan({ path }, cli)).remarks).toHaveLength(1);
    expect(await state()).toEqual(before);
  });

  it('tells in the plan what a person should know', async () => {
    await writeFile(
      path,
      rawArchive([{ name: 'mcp/servers.json', bytes: '{}' }], { user: { user_id: 'Eve X', user_type: 'Admin' } }),
    );
    const plan = await home.archives.plan({ path }, cli);
    expect(plan).toMatchObject({ suggestedId: 'eve-x', conflict: null, files: 0 });
    // An Admin, an id that is none here, a source that is not known.
    expect(plan.remarks).toHaveLength(3);
    expect(await codeOf(imported(home.archives, { ...nora, id: undefined } as never))).toBe('users/id-unsafe');
    expect(await codeOf(imported(home.archives, { ...nora, id: plan.suggestedId }))).toBe('done');
  });

  it.each([
    ['\u00c4\u00d6', 'user'],
    ['..', 'user'],
    ['CON', 'user-con'],
    ['paula', 'paula-2'],
    [`${'x'.repeat(80)}`, 'x'.repeat(58)],
    ['-a..b-', 'a.b'],
  ])('suggests an id that can be had: for %s %s', async (id, suggested) => {
    await writeFile(path, rawArchive([], { user: { user_id: id } }));
    expect((await home.archives.plan({ path }, cli)).suggestedId).toBe(suggested);
  });

  it('keeps nothing of a mode that is dangerous', async () => {
    const members = [
      { kind: 'folder', name: 'data/open', mode: 0o777 },
      { kind: 'folder', name: 'data/shut', mode: 0 },
    ];
    await writeFile(path, rawArchive([], { members }));
    await imported();
    const tree = await treeState(home.storage('nora'));
    expect([tree.open, tree.shut]).toEqual(['folder 775', 'folder 700']);
  });
});

describe('an import that does not end well', () => {
  it('leaves everything as it was, whatever operation the disk refuses', async () => {
    const before = await state();
    const tried = async (disk: Disk) => {
      const archives = home.with({ disk, files: createFiles(disk) });
      const { id: planId } = await home.archives.plan({ path }, cli);
      // The plan is made by the same feature that carries it out.
      return codeOf(
        (async () => {
          await archives.plan({ path }, cli);
          await archives.start({ planId, ...nora }, cli);
        })(),
      );
    };
    const whole = failingDisk(realDisk);
    expect(await tried(whole.disk)).toBe('done');
    await forget();
    let failed = 0;
    for (let at = 1; at <= whole.count(); at += 1) {
      const outcome = await tried(failingDisk(realDisk, at).disk);
      if (outcome === 'done') await forget();
      else failed += 1;
      // What could not be cleared away then is for the next start.
      await home.archives.recover();
      expect(await state(), `operation ${at}: ${outcome}`).toEqual(before);
      expect(['done', 'home/unwritable', 'home/file-unreadable', 'archives/unreadable']).toContain(outcome);
    }
    expect(failed).toBeGreaterThan(100);
  }, 240_000);

  async function forget() {
    home.registry.delete('nora');
    for (const folder of [home.storage('nora'), home.settings('nora')])
      await rm(folder, { recursive: true, force: true });
  }

  it('leaves everything as it was where the registry refuses', async () => {
    const before = await state();
    const adopt = async () => {
      throw new Fault('users/registry-unreadable', 'no');
    };
    expect(await codeOf(imported(home.with({ adopt })))).toBe('users/registry-unreadable');
    expect(await state()).toEqual(before);
  });

  it('gives back who was to be replaced where the registry refuses, or the backup cannot be made', async () => {
    await home.fill('paula', { 'data/since.txt': 'since then' });
    const before = await state();
    const refuse = async () => {
      throw new Fault('users/registry-unreadable', 'no');
    };
    const replace: Order = { withoutSecrets: false, conflict: 'replace' };
    expect(await codeOf(imported(home.with({ adopt: refuse }), replace))).toBe('users/registry-unreadable');
    expect(await state()).toEqual(before);
    expect(await codeOf(imported(home.with({ keep: refuse }), replace))).toBe('users/registry-unreadable');
    expect(await state()).toEqual(before);
  });

  it('leaves who came meanwhile under the same id alone', async () => {
    const hold = async () => {
      await mkdir(home.storage('nora'));
      await writeFile(join(home.storage('nora'), 'mine'), 'quicker');
      return async () => undefined;
    };
    expect(await codeOf(imported(home.with({ hold })))).toBe('archives/id-taken');
    expect(Object.keys(await treeState(home.storage('nora')))).toEqual(['mine']);
    expect(await readdir(join(home.top, 'data', 'agno'))).toEqual(['nora', 'paula']);
  });

  it('waits for nobody who changes the home', async () => {
    const before = await state();
    const hold = async () => {
      throw new Fault('switching/busy', 'a switch runs');
    };
    expect(await codeOf(imported(home.with({ hold })))).toBe('switching/busy');
    expect(await state()).toEqual(before);
  });

  it('can be cancelled until the user comes', async () => {
    const before = await state();
    const moments = new Set<string>();
    for (const phase of ['look', 'read', 'verify']) {
      const archives = home.with({});
      const { id: planId } = await archives.plan({ path }, cli);
      archives.onChanged((now) => {
        if (now.state !== 'running' || now.task !== 'import' || now.phase !== phase) return;
        moments.add(phase);
        archives.cancel(undefined, cli);
      });
      expect(await codeOf(archives.start({ planId, ...nora }, cli))).toBe('archives/cancelled');
      expect(await state()).toEqual(before);
    }
    expect(moments.size).toBe(3);
  });

  it('cannot be cancelled any more when the user comes', async () => {
    const archives = home.with({});
    const { id: planId } = await archives.plan({ path }, cli);
    const seen: boolean[] = [];
    archives.onChanged((now) => {
      if (now.state !== 'running' || now.phase !== 'place') return;
      seen.push(now.cancellable);
      archives.cancel(undefined, cli);
    });
    expect(await codeOf(archives.start({ planId, ...nora }, cli))).toBe('done');
    expect(seen).toContain(false);
  });

  it('tells that the disk is full, and leaves nothing', async () => {
    const before = await state();
    let left = 6;
    const disk: Disk = {
      ...realDisk,
      async create(file, mode) {
        left -= 1;
        if (left === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'open' });
        return realDisk.create(file, mode);
      },
    };
    expect(await codeOf(imported(home.with({ disk })))).toBe('archives/disk-full');
    expect(await state()).toEqual(before);
  });

  it('finds that other bytes came back from the disk than were written', async () => {
    const before = await state();
    const disk: Disk = {
      ...realDisk,
      async create(file, mode) {
        const made = await realDisk.create(file, mode);
        if (!file.endsWith('notes.md')) return made;
        return { ...made, write: (bytes) => made.write(bytes.map((byte) => byte ^ 1)) };
      },
    };
    expect(await codeOf(imported(home.with({ disk })))).toBe('home/unwritable');
    expect(await state()).toEqual(before);
  });
});

describe('the start after an import that was cut off', () => {
  it('leaves alone what another living process is at, and what a newer app wrote', async () => {
    const folder = join(home.top, 'home', 'desktop', 'imports');
    const record = {
      ...{ version: 1, owner: { pid: 1, started: null }, stage: 'filling', archive: path, look: null, replace: false },
      ...{ entry: { user_id: 'x' }, workshops: [home.storage('paula')], moves: [] },
    };
    await writeFile(join(folder, '0123456789abcdef.json'), JSON.stringify(record));
    await writeFile(join(folder, '0123456789abcdee.json'), JSON.stringify({ ...record, version: 2 }));
    const before = await state();
    expect(await home.archives.pending()).toBe(true);
    expect(await home.archives.recover()).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('decides nothing while the disk with the users is not there', async () => {
    const folder = join(home.top, 'home', 'desktop', 'imports');
    const gone = join(home.top, 'not-mounted', 'agno');
    const record = {
      ...{
        version: 1,
        owner: { pid: 999_999_999, started: null },
        stage: 'placing',
        archive: path,
        look: null,
        replace: false,
      },
      entry: { user_id: 'x' },
      workshops: [join(gone, 'w')],
      moves: [
        {
          staged: join(gone, 'w', 'new'),
          target: join(gone, 'x'),
          replaces: false,
          aside: join(gone, 'w', 'old'),
          keep: null,
        },
      ],
    };
    await writeFile(join(folder, '0123456789abcdef.json'), JSON.stringify(record));
    const before = await state();
    expect(await home.archives.recover()).toHaveLength(1);
    expect(await state()).toEqual(before);
  });
});
