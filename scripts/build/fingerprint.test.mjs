import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, isFresh, remember } from './fingerprint.mjs';

let folder = '';
const put = async (path, content = '') => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
};
const print = () => fingerprint(folder, ['src', 'package.json', 'absent']);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fingerprint-'));
  await put('src/deep/a.ts', 'a');
  await put('package.json', '{}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('stays the same while nothing changes', () => {
  expect(print()).toBe(print());
});

test('changes with the content, the time and the name of a source, and with a new one', async () => {
  const seen = [print()];
  await put('src/deep/a.ts', 'ab');
  seen.push(print());
  await utimes(join(folder, 'src/deep/a.ts'), 1, 1);
  seen.push(print());
  await put('src/b.ts');
  seen.push(print());
  await rm(join(folder, 'src/b.ts'));
  await put('src/c.ts');
  seen.push(print());
  expect(new Set(seen).size).toBe(seen.length);
});

test('tests and notes are no sources', async () => {
  const before = print();
  await put('src/deep/a.test.ts', 'x');
  await put('src/notes.md', 'x');
  expect(print()).toBe(before);
});

test('a build is fresh while its note and its products are there and its sources the same', async () => {
  const note = join(folder, 'note');
  const product = join(folder, 'product.cjs');
  await put('product.cjs');
  expect(isFresh(note, print(), [product])).toBe(false);
  remember(note, print());
  expect(isFresh(note, print(), [product])).toBe(true);
  await put('src/b.ts');
  expect(isFresh(note, print(), [product])).toBe(false);
  remember(note, print());
  await rm(product);
  expect(isFresh(note, print(), [product])).toBe(false);
});
