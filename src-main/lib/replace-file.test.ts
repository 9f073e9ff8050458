import { mkdtemp, open, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from './disk.ts';
import { systemExchange } from './exchange.ts';
import { createFiles } from './files.ts';
import { createJournal } from './journal.ts';
import { swapByLinks } from './swap-names.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-replace-'));
  path = join(folder, 'env.server');
  await writeFile(path, 'base');
});
afterEach(() => rm(folder, { recursive: true }));

const byLinks: Disk = { ...realDisk, swap: async (one, other) => swapByLinks(one, other) };
const disks = [
  ['where files can change places', realDisk],
  ['where they cannot', byLinks],
] as const;

/** The disk on which another program does something at the moment before or after the new file takes its place. */
function meanwhile(disk: Disk, before: () => Promise<void>, after: () => Promise<void> = async () => undefined): Disk {
  let first = true;
  return {
    ...disk,
    async swap(one, other) {
      const isFirst = first;
      first = false;
      if (isFirst) await before();
      await disk.swap(one, other);
      if (isFirst) await after();
    },
  };
}

const nothing = async () => undefined;
const write = (disk: Disk) => createFiles(disk).write(path, bytes('mine'), { before: bytes('base') });
const changed = { code: 'home/file-changed' };

describe('two names of this computer', () => {
  it('can change places, and say why where they cannot', async () => {
    const exchange = await systemExchange();
    expect(exchange === null).toBe(!['linux', 'darwin'].includes(process.platform));
    if (exchange === null) return;
    const other = join(folder, 'other');
    await writeFile(other, 'other');
    exchange(path, other);
    expect([await readFile(path, 'utf8'), await readFile(other, 'utf8')]).toEqual(['other', 'base']);
    expect(() => exchange(path, join(folder, 'absent'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});

for (const [where, disk] of disks) {
  describe(`a file that another program writes in the moment of its replacement, ${where}`, () => {
    it('is replaced where nobody does', async () => {
      await write(disk);
      expect(await readFile(path, 'utf8')).toBe('mine');
      expect(await readdir(folder)).toEqual(['env.server']);
    });

    it('keeps their text, written in place', async () => {
      await expect(write(meanwhile(disk, () => writeFile(path, 'theirs')))).rejects.toMatchObject(changed);
      expect(await readFile(path, 'utf8')).toBe('theirs');
      expect(await readdir(folder)).toEqual(['env.server']);
    });

    it('keeps their file, renamed to its place', async () => {
      const put = async () => {
        await writeFile(join(folder, 'new'), 'theirs');
        await rename(join(folder, 'new'), path);
      };
      const inode = async () => (await stat(path)).ino;
      const there = await inode();
      await expect(write(meanwhile(disk, put))).rejects.toMatchObject(changed);
      expect(await readFile(path, 'utf8')).toBe('theirs');
      expect(await inode()).not.toBe(there);
      expect(await readdir(folder)).toEqual(['env.server']);
    });

    it('keeps what a program appends that had opened it before', async () => {
      const handle = await open(path, 'a');
      const append = async () => void (await handle.write(' and theirs'));
      await expect(write(meanwhile(disk, nothing, append))).rejects.toMatchObject(changed);
      await handle.close();
      expect(await readFile(path, 'utf8')).toBe('base and theirs');
      expect(await readdir(folder)).toEqual(['env.server']);
    });

    it('keeps both texts where they write before and after', async () => {
      const late = () => writeFile(path, 'theirs, newer');
      const failure = await write(meanwhile(disk, () => writeFile(path, 'theirs'), late)).catch((cause) => cause);
      expect(failure).toMatchObject(changed);
      expect(await readFile(path, 'utf8')).toBe('theirs, newer');
      const [, aside = ''] = failure.details;
      expect(await readFile(aside, 'utf8')).toBe('theirs');
      expect((await readdir(folder)).length).toBe(2);
    });

    it('is left gone where they remove it', async () => {
      await expect(write(meanwhile(disk, () => unlink(path)))).rejects.toMatchObject(changed);
      expect(await readdir(folder)).toEqual([]);
    });

    it('is as it was where the disk then fails', async () => {
      const failing: Disk = {
        ...disk,
        syncFolder: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })),
      };
      await expect(write(failing)).rejects.toMatchObject({ code: 'home/unwritable' });
      expect(await readFile(path, 'utf8')).toBe('base');
      expect(await readdir(folder)).toEqual(['env.server']);
    });
  });
}

describe('a file that another program makes in the same moment', () => {
  const make = (disk: Disk) => createFiles(disk).write(join(folder, 'new'), bytes('mine'), { before: null });
  const theirs = () => writeFile(join(folder, 'new'), 'theirs');

  it('is theirs', async () => {
    const link: Disk['link'] = async (from, to) => {
      await theirs();
      await realDisk.link(from, to);
    };
    await expect(make({ ...realDisk, link })).rejects.toMatchObject(changed);
    expect(await readFile(join(folder, 'new'), 'utf8')).toBe('theirs');
    expect(await readdir(folder)).toEqual(['env.server', 'new']);
  });

  it('is made where the file system knows no second names, and theirs where it is there', async () => {
    const noLinks: Disk = { ...realDisk, link: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTSUP' })) };
    await make(noLinks);
    expect(await readFile(join(folder, 'new'), 'utf8')).toBe('mine');
    await expect(make(noLinks)).rejects.toMatchObject(changed);
    expect(await readdir(folder)).toEqual(['env.server', 'new']);
  });
});

describe('several files, of which another program writes one in the moment of the change', () => {
  const journal = (disk: Disk) =>
    createJournal({ disk, folder: () => join(folder, 'desktop'), clock: { now: () => new Date() }, log: quiet });
  const second = () => join(folder, 'env.memory');

  it('all stay as they were, and theirs stays theirs', async () => {
    await writeFile(second(), 'second');
    const disk = meanwhile(realDisk, () => writeFile(second(), 'theirs'));
    const both = [
      { path, before: bytes('base'), after: bytes('mine') },
      { path: second(), before: bytes('second'), after: bytes('mine, too') },
    ];
    await expect(journal(disk).apply('a change', both)).rejects.toMatchObject({ ...changed, details: [second()] });
    expect([await readFile(path, 'utf8'), await readFile(second(), 'utf8')]).toEqual(['base', 'theirs']);
    expect(await readdir(folder)).toEqual(['desktop', 'env.memory', 'env.server']);
  });

  it('a removal is not made where they had it open and wrote', async () => {
    const handle = await open(path, 'a');
    const disk: Disk = {
      ...realDisk,
      async rename(from, to) {
        await realDisk.rename(from, to);
        if (from === path) await handle.write(' and theirs');
      },
    };
    const gone = [{ path, before: bytes('base'), after: null }];
    await expect(journal(disk).apply('a removal', gone)).rejects.toMatchObject({ ...changed, details: [path] });
    await handle.close();
    expect(await readFile(path, 'utf8')).toBe('base and theirs');
  });

  it('what waited for a change that is over is cleared away, what a record still knows is not', async () => {
    const [over, known] = ['20260102T030405000-0123456789ab', '20260102T030405000-ba9876543210'];
    for (const id of [over, known]) await writeFile(join(folder, `.env.server.${id}.staged`), 'key');
    await createFiles().makeFolder(join(folder, 'desktop'));
    await writeFile(join(folder, 'desktop', `${known}.journal`), '');
    await journal(realDisk).clearStaged(folder);
    expect(await readdir(folder)).toEqual([`.env.server.${known}.staged`, 'desktop', 'env.server']);
  });
});
