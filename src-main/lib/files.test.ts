import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import { createFiles } from './files.ts';

const files = createFiles();
const bytes = (text: string) => new TextEncoder().encode(text);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('reading', () => {
  it('tells absent from empty', async () => {
    await writeFile(join(folder, 'empty'), '');
    expect(await files.read(join(folder, 'absent'))).toBeNull();
    expect(await files.read(join(folder, 'empty', 'below'))).toBeNull();
    expect(await files.readText(join(folder, 'empty'))).toBe('');
  });

  it('keeps a byte order mark and replaces bytes that are no UTF-8', async () => {
    await writeFile(join(folder, 'odd'), Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xe9]));
    expect(await files.readText(join(folder, 'odd'))).toBe('\ufeffa\ufffd');
  });

  it('reads more than one piece whole', async () => {
    const long = Buffer.alloc(300_000, 'abc');
    await writeFile(join(folder, 'long'), long);
    expect(Buffer.from((await files.read(join(folder, 'long'))) ?? []).equals(long)).toBe(true);
  });

  it('refuses a folder, a pipe and a file over 50 MB', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await writeFile(join(folder, 'huge'), '');
    await truncate(join(folder, 'huge'), 50 * 1024 * 1024 + 1);
    for (const path of [folder, join(folder, 'pipe'), join(folder, 'huge')]) {
      await expect(files.read(path)).rejects.toMatchObject({ code: 'home/file-unreadable' });
    }
  });
});

describe('writing', () => {
  it('makes a new file with the mode asked for and leaves no draft', async () => {
    await files.write(join(folder, 'plain'), bytes('a'));
    await files.write(join(folder, 'secret'), bytes('b'), { mode: 0o600 });
    expect((await stat(join(folder, 'plain'))).mode & 0o777).toBe(0o644);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['plain', 'secret']);
  });

  it('replaces the bytes and keeps mode and owner', async () => {
    const path = join(folder, 'old');
    await writeFile(path, 'old');
    // Root can give files away and must not by accident; another account has only its own.
    if (process.getuid?.() === 0) await chown(path, 1234, 4321);
    await chmod(path, 0o640);
    const before = await stat(path);
    await files.write(path, bytes('new and longer'), { mode: 0o600 });
    const after = await stat(path);
    expect(await readFile(path, 'utf8')).toBe('new and longer');
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(after.ino).not.toBe(before.ino);
  });

  it('refuses a link and leaves its target alone', async () => {
    await writeFile(join(folder, 'target'), 'kept');
    await symlink(join(folder, 'target'), join(folder, 'link'));
    await expect(files.write(join(folder, 'link'), bytes('x'))).rejects.toMatchObject({ code: 'home/unwritable' });
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('kept');
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
  });

  it('refuses a folder and a missing folder, and names the path', async () => {
    await mkdir(join(folder, 'sub'));
    for (const path of [join(folder, 'sub'), join(folder, 'none', 'file')]) {
      const failure = files.write(path, bytes('x'));
      await expect(failure).rejects.toMatchObject({ code: 'home/unwritable' });
      await expect(failure).rejects.toThrow(path);
    }
    expect(await readdir(folder)).toEqual(['sub']);
  });

  it('writes only over what the writer knew, up to the last moment', async () => {
    const path = join(folder, 'known');
    await files.write(path, bytes('1'), { before: null });
    await files.write(path, bytes('2'), { before: bytes('1') });
    for (const before of [null, bytes('1')]) {
      await expect(files.write(path, bytes('3'), { before })).rejects.toMatchObject({ code: 'home/file-changed' });
    }
    const late = createFiles({
      ...realDisk,
      async create(draft, mode) {
        await writeFile(path, 'theirs');
        return realDisk.create(draft, mode);
      },
    });
    await expect(late.write(path, bytes('3'), { before: bytes('2') })).rejects.toMatchObject({
      code: 'home/file-changed',
    });
    expect(await readFile(path, 'utf8')).toBe('theirs');
    expect(await readdir(folder)).toEqual(['known']);
  });

  it('loses no update of processes that change one file at the same time', async () => {
    const path = join(folder, 'count');
    await writeFile(path, '0');
    const module = new URL('./files.ts', import.meta.url).href;
    const script = `import { createFiles } from '${module}';
      const files = createFiles();
      const path = ${JSON.stringify(path)};
      for (let turn = 0; turn < 20; turn += 1) await files.exclusively(path, async () => {
        const before = await files.read(path);
        const after = new TextEncoder().encode(String(Number(new TextDecoder().decode(before)) + 1));
        await files.write(path, after, { before });
      });`;
    const writers = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }),
    );
    expect(await Promise.all(writers.map(async (writer) => (await once(writer, 'exit'))[0]))).toEqual([0, 0, 0, 0]);
    expect(await readFile(path, 'utf8')).toBe('80');
    expect(await readdir(folder)).toEqual(['count']);
  });

  it('lets of many writers at once each leave a whole file', async () => {
    const path = join(folder, 'shared');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(5000));
    await Promise.all(texts.map((text) => files.write(path, bytes(text))));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['shared']);
  });
});

describe('folders', () => {
  it('makes folders for this account alone, twice without complaint', async () => {
    const deep = join(folder, 'a', 'b');
    await files.makeFolder(deep);
    await files.makeFolder(deep);
    expect((await stat(deep)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder, 'file'), '');
    await expect(files.makeFolder(join(folder, 'file', 'x'))).rejects.toMatchObject({ code: 'home/unwritable' });
  });

  it('lists, tells kinds and removes', async () => {
    await writeFile(join(folder, 'b'), '');
    await mkdir(join(folder, 'a'));
    await symlink(join(folder, 'nowhere'), join(folder, 'c'));
    expect(await files.list(folder)).toEqual(['a', 'b', 'c']);
    expect(await files.list(join(folder, 'none'))).toEqual([]);
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => files.kind(join(folder, name))))).toEqual([
      'folder',
      'file',
      'link',
      null,
    ]);
    await files.remove(join(folder, 'b'));
    await files.remove(join(folder, 'b'));
    expect(await files.exists(join(folder, 'b'))).toBe(false);
    await expect(files.remove(join(folder, 'a'))).rejects.toMatchObject({ code: 'home/unwritable' });
  });
});
