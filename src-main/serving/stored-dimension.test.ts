import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realDisk } from '../lib/disk.ts';
import { readStoredVectors } from './stored-dimension.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-vectors-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function stored(text: string) {
  const path = join(folder, 'vdb_chunks.json');
  await writeFile(path, text);
  return readStoredVectors(realDisk, path);
}

/** As nano-vectordb writes it. */
const file = (dimension: number, data: readonly unknown[], matrix = '') =>
  JSON.stringify({ embedding_dim: dimension, data, matrix });
const some = { __id__: 'chunk-1', content: 'It says "embedding_dim": 5 here.', __created_at__: 1 };

it('finds the dimension, and whether there is anything', async () => {
  expect(await stored(file(768, [some]))).toEqual({ dimension: 768, isEmpty: false });
  expect(await stored(file(1024, []))).toEqual({ dimension: 1024, isEmpty: true });
});

it('reads the beginning of a large file alone, and its end where that does not tell', async () => {
  const large = 'A'.repeat(300_000);
  expect(await stored(file(1536, [some], large))).toEqual({ dimension: 1536, isEmpty: false });
  const reversed = JSON.stringify({ matrix: large, data: [some], embedding_dim: 384 });
  expect(await stored(reversed)).toEqual({ dimension: 384, isEmpty: false });
});

it('is not taken in by a text inside, and tells nothing of what is no such file', async () => {
  expect(await stored(JSON.stringify({ data: [some] }))).toBeNull();
  expect(await stored('')).toBeNull();
  expect(await stored('{"embedding_dim": "many"}')).toBeNull();
  expect(await readStoredVectors(realDisk, join(folder, 'absent.json'))).toBeNull();
});
