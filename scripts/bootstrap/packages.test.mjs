import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedMatchesLock, packagesAreCurrent } from './packages.mjs';

let folder = '';
const put = async (path, content) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const lock = (version) => ({
  packages: {
    '': { name: 'sample' },
    'node_modules/zod': { version },
    'node_modules/for-windows': { version: '1.0.0', optional: true },
  },
});
const installed = (version) => ({ packages: { 'node_modules/zod': { version } } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
  await put('package-lock.json', lock('4.0.0'));
  await put('node_modules/.package-lock.json', installed('4.0.0'));
  await put('node_modules/node/bin/node', '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what npm recorded as installed is compared with the lock, optional packages aside', async () => {
  expect(installedMatchesLock(folder)).toBe(true);
  await put('node_modules/.package-lock.json', installed('3.9.9'));
  expect(installedMatchesLock(folder)).toBe(false);
});

test('a matching installation leaves a stamp, and the stamp alone suffices next time', async () => {
  expect(packagesAreCurrent(folder)).toBe(true);
  expect(await readFile(join(folder, 'node_modules/.persag-installed'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  await rm(join(folder, 'node_modules/.package-lock.json'));
  expect(packagesAreCurrent(folder)).toBe(true);
});

test('a changed lock file asks for an installation', async () => {
  expect(packagesAreCurrent(folder)).toBe(true);
  await put('package-lock.json', lock('4.0.1'));
  expect(packagesAreCurrent(folder)).toBe(false);
});

test('missing packages, and a missing pinned Node, ask for an installation', async () => {
  await rm(join(folder, 'node_modules/node'), { recursive: true });
  expect(packagesAreCurrent(folder)).toBe(false);
  await rm(join(folder, 'node_modules'), { recursive: true });
  expect(packagesAreCurrent(folder)).toBe(false);
});
