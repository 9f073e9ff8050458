import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceFaults } from './source-rules.mjs';

let folder = '';
const put = async (path, content) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
};
const faults = () => sourceFaults(folder, ['src-renderer']);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  await put('src-renderer/api.ts', 'export const windowApi = () => window.persag;\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('300 lines are the most', async () => {
  await put('src-renderer/pages/long.tsx', 'x\n'.repeat(300));
  expect(faults()).toEqual([]);
  await put('src-renderer/pages/long.tsx', 'x\n'.repeat(301));
  expect(faults()).toEqual([expect.stringContaining('src-renderer/pages/long.tsx has 301 lines')]);
});

test('only api.ts names the bridge', async () => {
  await put('src-renderer/lib/sly.ts', 'window.persag.home.get();\n');
  expect(faults()).toEqual([expect.stringContaining('src-renderer/lib/sly.ts names window.persag')]);
});
