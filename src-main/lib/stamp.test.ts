import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiskEntry } from './disk.ts';
import { createFiles } from './files.ts';
import { stampOf } from './stamp.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-stamp-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = createFiles();
const entry = (age: number) => ({ stamp: 'a', stampedAt: Date.now() - age }) as DiskEntry;
const rest = () => new Promise((resolve) => setTimeout(resolve, 80));

test('a file that has rested has a stamp, and another one after it was written in the same length', async () => {
  await writeFile(path, 'anna');
  await rest();
  const before = await files.stamp(path);
  expect(before).not.toBeNull();
  expect(await files.stamp(path)).toBe(before);
  await writeFile(path, 'bens');
  await rest();
  expect(await files.stamp(path)).not.toBe(before);
});

test('a program that sets the time of a file back does not hide what it wrote', async () => {
  await writeFile(path, 'anna');
  await utimes(path, 1000, 1000);
  await rest();
  const before = await files.stamp(path);
  await writeFile(path, 'bens');
  await utimes(path, 1000, 1000);
  await rest();
  expect(await files.stamp(path)).not.toBe(before);
});

test('what was written a moment ago, or in the future, has none: it could be written again under the same time', async () => {
  await writeFile(path, 'anna');
  expect(await files.stamp(path)).toBeNull();
  expect(stampOf(entry(10.5))).toBeNull();
  expect(stampOf(entry(-60_000.5))).toBeNull();
});

test('a file system that counts whole seconds is believed later', () => {
  const second = Math.floor(Date.now() / 1000) * 1000;
  expect(stampOf({ stamp: 'a', stampedAt: second - 1000 } as DiskEntry)).toBeNull();
  expect(stampOf({ stamp: 'a', stampedAt: second - 5000 } as DiskEntry)).toBe('a');
});

test('an absent file has none', async () => {
  expect(await files.stamp(path)).toBeNull();
});
