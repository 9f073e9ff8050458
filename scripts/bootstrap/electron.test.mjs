import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Stop } from './console.mjs';
import { givenRuntime, officialRuntime } from './electron.mjs';
import { isWhole } from './electron-fallback.mjs';
import { electronFlags } from './launch.mjs';

const program = { linux: 'electron', darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
  process.platform
];
let folder = '';
const put = async (path, content = '') => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'electron-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the runtime that the environment names is taken, with its version', async () => {
  await put(program);
  await put('version', '45.4.1\n');
  expect(givenRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toMatchObject({
    kind: 'given',
    executable: join(folder, program),
    version: '45.4.1',
  });
  expect(givenRuntime({})).toBeNull();
});

test('a named folder without Electron stops the start instead of being passed over', () => {
  expect(() => givenRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toThrow(Stop);
});

test('the official binary counts only in the locked version', async () => {
  await put('package.json', '{ "version": "45.4.1" }');
  expect(officialRuntime(folder)).toBeNull();
  await put(`dist/${program}`);
  await put('dist/version', '45.4.0');
  expect(officialRuntime(folder)).toBeNull();
  await put('dist/version', '45.4.1');
  expect(officialRuntime(folder)).toMatchObject({ kind: 'official', version: '45.4.1' });
});

test('a cached runtime is used only when it was finished and is still there', async () => {
  await put('electron');
  expect(isWhole(folder)).toBe(false);
  await put('persag-runtime');
  expect(isWhole(folder)).toBe(true);
  await rm(join(folder, 'electron'));
  expect(isWhole(folder)).toBe(false);
});

test('only root goes without the sandbox', () => {
  expect(electronFlags(0)).toEqual(['--no-sandbox']);
  expect(electronFlags(1000)).toEqual([]);
});
