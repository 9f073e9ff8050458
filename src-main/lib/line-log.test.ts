import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from './disk.ts';
import { createLineLog, type LineLogPlace } from './line-log.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-lines-'));
  path = join(folder, 'deep', 'log.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

function open(options: Partial<LineLogPlace> = {}) {
  return createLineLog({ disk: realDisk, path: () => path, fileLimit: 1000, keep: 2, ...options });
}

async function all(log = open()): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const file of log.newestFirst()) lines.push(...file);
  return lines;
}

const names = async () => (await readdir(join(folder, 'deep'))).sort();

describe('a log of lines', () => {
  it('is made with the first line, for this account alone, and read newest first', async () => {
    expect(await all()).toEqual([]);
    await open().append([]);
    expect(await readdir(folder)).toEqual([]);
    await open().append(['one', 'two']);
    await open().append(['three']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\nthree\n');
    expect(await all()).toEqual(['three', 'two', 'one']);
  });

  it('goes on after a line that was torn off', async () => {
    await open().append(['one']);
    await appendFile(path, '{"half');
    expect(await all()).toEqual(['{"half', 'one']);
    await open().append(['two']);
    expect(await readFile(path, 'utf8')).toBe('one\n{"half\ntwo\n');
  });

  it('is put aside when it is large, and never grows beyond its limit', async () => {
    const line = (number: number) => `${String(number).padStart(4, '0')} ${'x'.repeat(95)}`;
    for (let number = 0; number < 60; number += 1) await open().append([line(number)]);
    // Ten lines reach the limit of a file: the sixth of such files has just been put aside.
    expect(await names()).toEqual(['log.5.jsonl', 'log.6.jsonl']);
    await open().append([line(60)]);
    expect(await names()).toEqual(['log.5.jsonl', 'log.6.jsonl', 'log.jsonl']);
    expect(await all()).toEqual(Array.from({ length: 21 }, (_, at) => line(60 - at)));
  });

  it('leaves alone what is not its own', async () => {
    await open().append(['one']);
    for (const name of ['log.x.jsonl', 'log.0.jsonl', 'other.1.jsonl', 'log.1.json']) {
      await writeFile(join(folder, 'deep', name), 'not a line of ours\n');
    }
    expect(await all()).toEqual(['one']);
    await open({ fileLimit: 1, keep: 0 }).append(['two']);
    expect(await names()).toEqual(['log.0.jsonl', 'log.1.json', 'log.x.jsonl', 'other.1.jsonl']);
  });

  it('is not written through a link', async () => {
    await open().append(['one']);
    await rm(path);
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'before');
    await symlink(elsewhere, path);
    await expect(open().append(['two'])).rejects.toMatchObject({ code: 'home/unwritable' });
    expect(await readFile(elsewhere, 'utf8')).toBe('before');
  });

  it('says that it could not be written, and is whole afterwards', async () => {
    await open().append(['one']);
    const full: Disk = {
      ...realDisk,
      async append(at) {
        const file = await realDisk.append(at);
        return {
          ...file,
          async write(bytes) {
            await file.write(bytes.subarray(0, 2));
            throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
          },
        };
      },
    };
    await expect(open({ disk: full }).append(['two'])).rejects.toMatchObject({ code: 'home/unwritable' });
    await open().append(['three']);
    expect(await all()).toEqual(['three', 'tw', 'one']);
  });
});

describe('two writers', () => {
  it('lose no line and tear none, while files are put aside', async () => {
    const script = `
      import { createLineLog } from ${JSON.stringify(join(import.meta.dirname, 'line-log.ts'))};
      import { realDisk } from ${JSON.stringify(join(import.meta.dirname, 'disk.ts'))};
      const log = createLineLog({ disk: realDisk, path: () => process.argv[1], fileLimit: 4000, keep: 100 });
      for (let at = 0; at < 200; at += 1) await log.append([process.argv[2] + ' ' + at + ' ' + 'x'.repeat(60)]);
    `;
    const writers = ['a', 'b', 'c'].map((name) =>
      spawn(process.execPath, ['--input-type=module', '-e', script, path, name], { stdio: 'inherit' }),
    );
    await Promise.all(writers.map((writer) => once(writer, 'close')));
    expect(writers.map((writer) => writer.exitCode)).toEqual([0, 0, 0]);
    const lines = await all(open({ keep: 100 }));
    const wanted = ['a', 'b', 'c'].flatMap((name) =>
      Array.from({ length: 200 }, (_, at) => `${name} ${at} ${'x'.repeat(60)}`),
    );
    expect([...lines].sort()).toEqual([...wanted].sort());
    expect((await names()).length).toBeGreaterThan(5);
    expect((await names()).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
