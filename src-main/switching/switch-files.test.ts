import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createJournal } from '../lib/journal.ts';
import type { SwitchedFile } from './changes.ts';
import { createSwitchFiles, type SwitchFiles } from './switch-files.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder = '';
let paths = { userIdFile: '', knowledge: '', memory: '' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-switch-'));
  paths = {
    userIdFile: join(folder, 'env.userid'),
    knowledge: join(folder, 'env.server'),
    memory: join(folder, 'env.memory'),
  };
  await writeFile(paths.userIdFile, 'USER_ID="paula"\n');
  await writeFile(paths.knowledge, "# mine\r\nUSER_ID='paula' # who\r\nX=${USER_ID}\r\n");
  await writeFile(paths.memory, 'A=1');
});
afterEach(() => rm(folder, { recursive: true }));

function open() {
  const now = () => new Date();
  return createSwitchFiles({
    disk: realDisk,
    files: createFiles(),
    journal: createJournal({ disk: realDisk, folder: () => join(folder, 'journal'), clock: { now }, log: quiet }),
    clock: { now: () => new Date(2026, 0, 2, 3, 4, 5, 6), tick: () => 0 },
    folders: () => ({
      userIdFile: paths.userIdFile,
      envBackups: join(folder, 'backups', 'docker_env_backups'),
      services: { knowledge: { envFile: paths.knowledge }, memory: { envFile: paths.memory } },
    }),
  });
}

/** As a switch does it. */
async function write(files: SwitchFiles, plan: readonly SwitchedFile[]): Promise<void> {
  const set = files.set('1', plan);
  await set.stage();
  await set.place();
  await set.outlast();
}

const all = async () => Promise.all(Object.values(paths).map((path) => readFile(path, 'utf8')));

describe('the files of a switch', () => {
  it('are planned without a change, then written without loss, env.userid last', async () => {
    const before = await all();
    const plan = await open().plan('dana');
    expect(await all()).toEqual(before);
    expect(plan.map((change) => change.path)).toEqual([paths.knowledge, paths.memory, paths.userIdFile]);
    await write(open(), plan);
    const [userId, knowledge, memory] = await all();
    expect(userId).toBe('USER_ID="dana"\n');
    expect(knowledge).toMatch(/^# mine\r\nUSER_ID=.dana. # who\r\nX=\$\{USER_ID\}\r\n$/);
    expect(memory).toMatch(/^A=1\nUSER_ID=dana\n?$/);
  });

  it('are backed up under upstream-like names', async () => {
    const files = open();
    const backups = await files.backUp(await files.plan('dana'));
    const names = await readdir(backups);
    expect(names).toHaveLength(3);
    expect(names.every((name) => name.endsWith('_20260102_030405_006.backup'))).toBe(true);
    const userId = names.find((name) => name.startsWith('home_env.userid')) ?? '';
    expect(await readFile(join(backups, userId), 'utf8')).toBe('USER_ID="paula"\n');
  });

  it('come back to the former bytes, also an absent one', async () => {
    const files = open();
    const before = await all();
    const plan = await files.plan('dana');
    await write(files, plan);
    await files.restore('1', plan);
    expect(await all()).toEqual(before);
    await rm(paths.userIdFile);
    const again = await files.plan('dana');
    await write(files, again);
    await files.restore('1', again);
    expect(await readdir(folder)).not.toContain('env.userid');
  });

  it('are not written over what another program wrote meanwhile, in neither direction', async () => {
    const files = open();
    const plan = await files.plan('dana');
    await writeFile(paths.memory, 'A=2\n');
    await expect(write(files, plan)).rejects.toMatchObject({ code: 'home/file-changed' });
    await files.restore('1', plan);
    expect(await readFile(paths.memory, 'utf8')).toBe('A=2\n');
    expect(await readFile(paths.knowledge, 'utf8')).toContain('paula');
    expect((await readdir(folder)).sort()).toEqual(['env.memory', 'env.server', 'env.userid']);
  });

  it('name the former user again also where another program wrote into them after the switch had', async () => {
    const files = open();
    const plan = await files.plan('dana');
    await write(files, plan);
    const [, knowledge] = await all();
    await writeFile(paths.knowledge, `${knowledge}TOP_K=5\r\n`);
    await writeFile(paths.userIdFile, '# by hand\nUSER_ID="dana"\n');
    await files.restore('1', plan);
    expect(await readFile(paths.knowledge, 'utf8')).toBe(
      "# mine\r\nUSER_ID='paula' # who\r\nX=${USER_ID}\r\nTOP_K=5\r\n",
    );
    expect(await readFile(paths.userIdFile, 'utf8')).toBe('# by hand\nUSER_ID="paula"\n');
    expect(await readFile(paths.memory, 'utf8')).toBe('A=1');
  });

  it('are told of where the former state cannot be found again, and the others come back all the same', async () => {
    const files = open();
    const plan = await files.plan('dana');
    await write(files, plan);
    await writeFile(paths.memory, 'A=2\nUSER_ID=dana\n');
    await expect(files.restore('1', plan)).rejects.toMatchObject({ code: 'home/file-changed' });
    expect(await readFile(paths.knowledge, 'utf8')).toContain('paula');
    expect(await readFile(paths.userIdFile, 'utf8')).toContain('paula');
  });

  it('are made to name the current user where they name another, and left alone where they do not', async () => {
    const files = open();
    await files.align('dana', async () => undefined);
    expect(await readFile(paths.knowledge, 'utf8')).toMatch(/USER_ID=.dana. # who/);
    expect(await readFile(paths.userIdFile, 'utf8')).toBe('USER_ID="paula"\n');
    const backups = join(folder, 'backups', 'docker_env_backups');
    expect(await readdir(backups)).toHaveLength(2);
    await rm(backups, { recursive: true });
    const refuse = () => Promise.reject(new Error('not to be asked where nothing is wrong'));
    await files.align('dana', refuse);
    await expect(readdir(backups)).rejects.toThrow();
    const before = await all();
    await expect(files.align('paula', refuse)).rejects.toThrow();
    expect(await all()).toEqual(before);
  });

  it('are made true also where the other service has none', async () => {
    await rm(paths.memory);
    await open().align('dana', async () => undefined);
    expect(await readFile(paths.knowledge, 'utf8')).toMatch(/USER_ID=.dana. # who/);
    await expect(readFile(paths.memory)).rejects.toThrow();
  });

  it('need the env files to be there', async () => {
    await rm(paths.memory);
    await expect(open().plan('dana')).rejects.toMatchObject({ code: 'home/file-missing' });
  });
});
