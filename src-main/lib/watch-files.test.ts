import { appendFile, mkdir, mkdtemp, open, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileWatch, watchFiles } from './watch-files.ts';

/** A person is promised a second; a busy machine that runs all tests at once gets more. */
const limit = 5000;
let folder = '';
let watching: FileWatch | null = null;
let changes = 0;
let troubles: (string | null)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-watch-'));
  await mkdir(join(folder, 'service'));
  await writeFile(join(folder, 'one'), '1');
  changes = 0;
  troubles = [];
});
afterEach(async () => {
  await watching?.end();
  watching = null;
  await rm(folder, { recursive: true, force: true });
});

async function watch(paths: () => readonly string[] = usual): Promise<void> {
  watching = await watchFiles({
    paths: async () => paths(),
    onChange() {
      changes += 1;
    },
    onTrouble: (trouble) => void troubles.push(trouble),
  });
}
const usual = () => [join(folder, 'one'), join(folder, 'service', 'two'), join(folder, 'later', 'three')];

/** Does something and waits until it was seen. */
async function seen(act: () => Promise<unknown>): Promise<void> {
  const before = changes;
  await act();
  await expect.poll(() => changes, { timeout: limit, interval: 10 }).toBeGreaterThan(before);
}

describe('watching files', () => {
  it('sees a file written in place, added to, replaced, removed, made, and touched back in time', async () => {
    const one = join(folder, 'one');
    await watch();
    await seen(() => writeFile(one, '2'));
    await seen(() => appendFile(one, '3'));
    await seen(async () => {
      await writeFile(join(folder, 'new'), '23');
      await rename(join(folder, 'new'), one);
    });
    await seen(() => rm(one));
    await seen(() => writeFile(one, '23'));
    await seen(() => utimes(one, 1, 1));
    await seen(() => writeFile(join(folder, 'service', 'two'), 'x'));
  });

  it('goes on when a folder is replaced or comes late', async () => {
    await watch();
    await seen(() => writeFile(join(folder, 'service', 'two'), 'a'));
    await seen(() => rename(join(folder, 'service'), join(folder, 'old')));
    await mkdir(join(folder, 'service'));
    await seen(() => writeFile(join(folder, 'service', 'two'), 'b'));
    await seen(() => writeFile(join(folder, 'service', 'two'), 'c'));
    await mkdir(join(folder, 'later'));
    await seen(() => writeFile(join(folder, 'later', 'three'), 'd'));
    await seen(() => writeFile(join(folder, 'later', 'three'), 'e'));
  });

  it('follows when other files are asked for', async () => {
    let path = join(folder, 'one');
    await watch(() => [path]);
    await seen(async () => {
      path = join(folder, 'service', 'two');
    });
    await seen(() => writeFile(path, 'x'));
  });

  it('tells of many writes at once as of few, and not before they have ended', async () => {
    await watch();
    const file = await open(join(folder, 'one'), 'w');
    for (let part = 0; part < 200; part += 1) {
      await file.write('x'.repeat(100));
      expect(changes).toBeLessThan(5);
    }
    await file.close();
    await expect.poll(() => changes, { timeout: limit, interval: 10 }).toBeGreaterThan(0);
    expect(changes).toBeLessThan(5);
  });

  it('tells of nothing else, and of nothing after the end', async () => {
    await watch();
    await expect.poll(() => troubles, { timeout: limit }).toEqual([null]);
    await writeFile(join(folder, 'other'), 'x');
    await mkdir(join(folder, 'service', 'deep'));
    await writeFile(join(folder, 'service', 'deep', 'two'), 'x');
    await seen(() => writeFile(join(folder, 'one'), 'last'));
    const before = changes;
    await watching?.end();
    await writeFile(join(folder, 'one'), 'late');
    await expect(expect.poll(() => changes, { timeout: 2000, interval: 50 }).toBeGreaterThan(before)).rejects.toThrow();
    expect(changes).toBe(1);
  });

  it('goes on after the question for the files failed, and says why', async () => {
    let broken = false;
    await watch(() => {
      if (broken) throw new Error('no disk');
      return usual();
    });
    broken = true;
    await writeFile(join(folder, 'one'), 'x');
    await expect.poll(() => troubles.at(-1), { timeout: limit }).toBe('no disk');
    await seen(async () => {
      broken = false;
    });
  });
});
