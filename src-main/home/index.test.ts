import {
  access,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import type { HomeState } from '../../src-shared/home.ts';
import { type Disk, realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createJournal } from '../lib/journal.ts';
import { createOwnerLock } from '../lib/owner-lock.ts';
import { createHome, type HomeFeature } from './index.ts';
import { seedHome } from './seed.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const seedFolder = join(import.meta.dirname, '..', '..', 'assets', 'seed');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let person = '';
const open: HomeFeature[] = [];

beforeEach(async () => {
  person = await mkdtemp(join(tmpdir(), 'persag-home-'));
});
afterEach(async () => {
  for (const home of open.splice(0)) await home.end();
  await rm(person, { recursive: true });
});

async function openHome(env: Record<string, string> = {}, platform: NodeJS.Platform = 'linux'): Promise<HomeFeature> {
  const clock = { now: () => new Date(), tick: () => 0 };
  const desktop = () => home.folders().desktop;
  const home: HomeFeature = createHome({
    surroundings: { env, homeFolder: person, platform, seedFolder, version: '' },
    files: createFiles(),
    journal: createJournal({ disk: realDisk, folder: () => join(desktop(), 'journal'), clock, log: quiet }),
    lock: createOwnerLock(() => join(desktop(), 'operation.lock')),
    clock,
    log: quiet,
  });
  open.push(home);
  await home.open();
  return home;
}

const neverAgain = async () => {
  throw new Error('the process has ended');
};
const stateOf = async (home: HomeFeature) => home.get(undefined, caller);

describe('finding the home', () => {
  it('makes ~/.persag from the seed where there is none', async () => {
    const state = await stateOf(await openHome());
    expect(state).toMatchObject({ path: join(person, '.persag'), origin: 'created' });
    expect(await readdir(join(person, '.persag', 'lightrag_server'))).toEqual(['docker-compose.yml', 'env.server']);
    expect(await readdir(join(person, '.persag', 'lightrag_memory_server'))).toEqual([
      'docker-compose.yml',
      'env.memory_server',
    ]);
  });

  it('prefers PERSAG_HOME, then ~/.persag, then ~/.persagent, and says when both are there', async () => {
    await mkdir(join(person, '.persagent', 'kept'), { recursive: true });
    expect(await stateOf(await openHome())).toMatchObject({
      path: join(person, '.persagent'),
      origin: '.persagent',
      notices: [{ code: 'user-id-default' }],
    });
    await mkdir(join(person, '.persag', 'kept'), { recursive: true });
    const both = await stateOf(await openHome());
    expect(both).toMatchObject({ path: join(person, '.persag'), origin: '.persag' });
    expect(both.notices.map((notice) => notice.code)).toContain('both-homes');
    const chosen = join(person, 'elsewhere');
    expect(await stateOf(await openHome({ PERSAG_HOME: chosen }))).toMatchObject({
      path: chosen,
      origin: 'PERSAG_HOME',
    });
  });

  it('never fills a home that has anything in it', async () => {
    const path = join(person, '.persag');
    await mkdir(path);
    await writeFile(join(path, 'notes.txt'), 'mine');
    await openHome();
    expect(await readdir(path)).toEqual(['notes.txt']);
  });

  it('fills one that was cut off while it was filled, and says so', async () => {
    const path = join(person, '.persag');
    const folder = join(path, 'desktop', 'journal');
    // As a process that ends at the first rename leaves it.
    const cutOff: Disk = { ...realDisk, append: neverAgain, rename: neverAgain, unlink: neverAgain };
    const journal = createJournal({ disk: cutOff, folder: () => folder, clock: { now: () => new Date() }, log: quiet });
    await expect(seedHome(path, seedFolder, createFiles(), journal)).rejects.toThrow();
    expect(await readdir(join(path, 'lightrag_server'))).toHaveLength(2);
    const home = await openHome();
    expect((await stateOf(home)).notices.map((notice) => notice.code)).toContain('recovered');
    expect(await readdir(home.folders().services.memory.folder)).toEqual(['docker-compose.yml', 'env.memory_server']);
    expect(await readdir(folder)).toEqual([]);
    expect((await stateOf(await openHome())).notices.map((notice) => notice.code)).not.toContain('recovered');
  });

  it('shows a home whose disk refuses to end what was cut off, and says so', async () => {
    const home = await openHome();
    const folder = join(home.folders().desktop, 'journal');
    await mkdir(join(folder, '20260102T030405006-0.journal'));
    const state = await stateOf(await openHome());
    expect(state.notices.map((notice) => notice.code)).toContain('recovery-stuck');
    expect(state.currentUser.state).toBe('known');
  });

  it('clears away what a write that was cut off left, but not another living one', async () => {
    const home = await openHome();
    const { folder } = home.folders().services.knowledge;
    await writeFile(join(folder, `.env.server.${2 ** 30}-0123456789ab.draft`), 'KEY=secret');
    await writeFile(join(folder, `.env.server.${process.pid}-0123456789ab.draft`), 'KEY=secret');
    await openHome();
    expect(await readdir(folder)).toEqual([
      `.env.server.${process.pid}-0123456789ab.draft`,
      'docker-compose.yml',
      'env.server',
    ]);
  });

  it('takes ~ and a relative path in PERSAG_HOME for what they mean', async () => {
    expect((await openHome({ PERSAG_HOME: '~/own' })).folders().path).toBe(join(person, 'own'));
    const relativePath = relative(process.cwd(), join(person, 'other'));
    expect((await openHome({ PERSAG_HOME: relativePath })).folders().path).toBe(join(person, 'other'));
  });

  it('says where it cannot make a home', async () => {
    await writeFile(join(person, 'file'), '');
    await expect(openHome({ PERSAG_HOME: join(person, 'file', 'below') })).rejects.toMatchObject({
      code: 'home/file-unreadable',
    });
  });
});

describe('the current user', () => {
  for (const [text, expected] of [
    ['USER_ID="paula"\n', { state: 'known', id: 'paula', source: 'file' }],
    ["\uFEFF# who\r\nexport USER_ID = 'paula'\r\n", { state: 'known', id: 'paula', source: 'file' }],
    ['', { state: 'unreadable', text: '' }],
    ['USER_ID=""', { state: 'unreadable', text: 'USER_ID=""' }],
    ['nonsense', { state: 'unreadable', text: 'nonsense' }],
  ] as const) {
    it(`reads ${JSON.stringify(text)} and leaves it as it is`, async () => {
      const home = await openHome();
      await writeFile(home.folders().userIdFile, text);
      expect(await home.currentUser()).toMatchObject(expected);
      expect(await readFile(home.folders().userIdFile, 'utf8')).toBe(text);
    });
  }

  it('is the one of the environment, else default_user, where the file is absent; nothing is written', async () => {
    const home = await openHome({ USER_ID: 'dana' });
    expect(await home.currentUser()).toEqual({ state: 'known', id: 'dana', source: 'environment' });
    const other = await openHome();
    expect(await other.currentUser()).toEqual({ state: 'known', id: 'default_user', source: 'default' });
    await expect(access(home.folders().userIdFile)).rejects.toThrow();
  });
});

describe('the data root', () => {
  it('comes from PERSAG_ROOT, DATA_DIR, an env file whose folder is here, the platform', async () => {
    const home = await openHome();
    expect(await home.dataRoot()).toEqual({ path: join(person, '.persag', 'data'), origin: 'home' });
    const envFile = home.folders().services.memory.envFile;
    await writeFile(envFile, `DATA_DIR=${join(person, 'shared')} # upstream\nSTORAGE_BACKEND=box\n`);
    expect(await home.dataRoot()).toMatchObject({ origin: 'home' });
    await mkdir(join(person, 'shared'));
    expect(await home.dataRoot()).toEqual({ path: join(person, 'shared'), origin: 'env file' });
    expect(await home.variablesFor('dana')).toMatchObject({ AGNO_STORAGE_DIR: join(person, 'shared', 'box', 'dana') });
    expect(await (await openHome({ DATA_DIR: '/d' })).dataRoot()).toEqual({ path: '/d', origin: 'DATA_DIR' });
    const chosen = await openHome({ DATA_DIR: '/d', PERSAG_ROOT: '/r' });
    expect(await chosen.dataRoot()).toEqual({ path: '/r', origin: 'PERSAG_ROOT' });
    await rename(join(person, 'shared'), join(person, 'far'));
    await symlink(join(person, 'far'), join(person, 'shared'));
    expect(await home.dataRoot()).toMatchObject({ path: join(person, 'shared'), origin: 'env file' });
    await writeFile(envFile, 'DATA_DIR=tmp\n');
    expect(await home.dataRoot()).toMatchObject({ origin: 'home' });
    expect(await (await openHome({}, 'darwin')).dataRoot()).toMatchObject({ origin: 'macOS default' });
  });

  it('does not take a back end that is a path', async () => {
    const home = await openHome({ PERSAG_ROOT: '/r' });
    await writeFile(home.folders().services.knowledge.envFile, 'STORAGE_BACKEND=../../etc\n');
    expect((await home.variablesFor('dana')).AGNO_STORAGE_DIR).toBe('/r/agno/dana');
    const shell = await openHome({ PERSAG_ROOT: '/r', STORAGE_BACKEND: '..' });
    expect((await shell.variablesFor('dana')).AGNO_STORAGE_DIR).toBe('/r/agno/dana');
  });

  it('is left by no id, not even by one of upstream', async () => {
    const home = await openHome({ PERSAG_ROOT: '/r' });
    for (const id of ['..', '.', '', 'a/b', '../x', '/etc']) {
      await expect(home.variablesFor(id)).rejects.toMatchObject({ code: 'users/id-unsafe' });
      await expect(home.composeLookup('memory', id)).rejects.toMatchObject({ code: 'users/id-unsafe' });
    }
    expect((await home.variablesFor('Paula.Smith')).AGNO_STORAGE_DIR).toBe('/r/agno/Paula.Smith');
  });
});

describe('what compose files may refer to', () => {
  it('is the user first, then the environment, then the .env beside the file', async () => {
    const home = await openHome({ PERSAG_ROOT: '/r', AGNO_STORAGE_DIR: '/stale', FROM_SHELL: 'shell' });
    const { folder } = home.folders().services.knowledge;
    await writeFile(join(folder, '.env'), 'FROM_SHELL=file\nFROM_FILE=file\nUSER_ID=stale\n');
    const lookup = await home.composeLookup('knowledge', 'dana');
    expect(lookup('AGNO_STORAGE_DIR')).toBe('/r/agno/dana');
    expect(lookup('USER_ID')).toBe('dana');
    expect(lookup('FROM_SHELL')).toBe('shell');
    expect(lookup('FROM_FILE')).toBe('file');
    expect(lookup('NOWHERE')).toBeUndefined();
  });

  it("is never somebody's folder where nobody is known to be current", async () => {
    const home = await openHome({ AGNO_STORAGE_DIR: '/stale', FROM_SHELL: 'shell' });
    await writeFile(join(home.folders().services.memory.folder, '.env'), 'USER_ID=stale\nX=${USER_ID:-none}\n');
    const lookup = await home.composeLookup('memory', null);
    expect(['AGNO_STORAGE_DIR', 'USER_ID', 'FROM_SHELL'].map(lookup)).toEqual([undefined, undefined, 'shell']);
  });
});

describe("a user's folders", () => {
  it('are made, six of them', async () => {
    const home = await openHome();
    await home.prepareUserFolders('dana');
    expect(await readdir(join(person, '.persag', 'data', 'agno', 'dana'))).toHaveLength(5);
  });

  it('never lie outside the data root', async () => {
    const home = await openHome();
    await mkdir(join(person, '.persag', 'data', 'agno'), { recursive: true });
    await mkdir(join(person, 'elsewhere'));
    await symlink(join(person, 'elsewhere'), join(person, '.persag', 'data', 'agno', 'dana'));
    await expect(home.prepareUserFolders('dana')).rejects.toMatchObject({ code: 'users/folder-outside' });
    await expect(home.prepareUserFolders('..')).rejects.toMatchObject({ code: 'users/id-unsafe' });
    const below = join(person, '.persag', 'data', 'agno', 'eve', 'inputs');
    await mkdir(dirname(below));
    await symlink(join(person, 'elsewhere'), below);
    await expect(home.prepareUserFolders('eve')).rejects.toMatchObject({ code: 'users/folder-outside' });
    expect(await readdir(dirname(below))).toEqual(['inputs']);
    await rm(join(person, '.persag', 'data', 'agno'), { recursive: true });
    await symlink(join(person, 'elsewhere'), join(person, '.persag', 'data', 'agno'));
    await expect(home.prepareUserFolders('finn')).rejects.toMatchObject({ code: 'users/folder-outside' });
    expect(await readdir(join(person, 'elsewhere'))).toEqual([]);
  });
});

describe('watching', () => {
  async function watched(): Promise<{ home: HomeFeature; heard: HomeState[]; file: string }> {
    await cp(seedFolder, join(person, '.persag'), { recursive: true });
    await writeFile(join(person, '.persag', 'env.userid'), 'USER_ID="paula"\n');
    const home = await openHome();
    const heard: HomeState[] = [];
    home.onChanged((state) => heard.push(state));
    await home.watch();
    return { home, heard, file: home.folders().userIdFile };
  }
  const current = (heard: HomeState[]) => heard.at(-1)?.currentUser;

  it('sees a file written in place, replaced by a rename, removed and made again', async () => {
    const { heard, file } = await watched();
    await writeFile(file, 'USER_ID=dana');
    await expect.poll(() => current(heard), { timeout: 3000 }).toMatchObject({ id: 'dana' });
    await writeFile(`${file}.new`, 'USER_ID=eve');
    await rename(`${file}.new`, file);
    await expect.poll(() => current(heard), { timeout: 3000 }).toMatchObject({ id: 'eve' });
    await unlink(file);
    await expect.poll(() => current(heard), { timeout: 3000 }).toMatchObject({ source: 'default' });
    await writeFile(file, '?');
    await expect.poll(() => current(heard), { timeout: 3000 }).toMatchObject({ state: 'unreadable' });
  });

  it('tells of other files without a new state, and of nothing after the end', async () => {
    const { home, heard } = await watched();
    let files = 0;
    home.onFiles(() => {
      files += 1;
    });
    await writeFile(home.folders().services.memory.envFile, 'USER_ID=x\n');
    await expect.poll(() => files, { timeout: 3000 }).toBeGreaterThan(0);
    expect(heard).toEqual([]);
    await mkdir(dirname(await home.registryFile()), { recursive: true });
    await home.end();
    const before = files;
    await writeFile(home.folders().userIdFile, 'USER_ID=late');
    await expect(expect.poll(() => files, { timeout: 1500 }).toBeGreaterThan(before)).rejects.toThrow();
  });
});
