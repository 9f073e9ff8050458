import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Registry, registryBytes } from '../formats/registry.ts';
import { realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createRegistryFile } from './registry-file.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-registry-'));
  path = join(folder, 'users_registry.json');
  await writeFile(path, registryText('anna'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const registryText = (id: string) => JSON.stringify({ users: [{ user_id: id, user_name: 'A', user_type: 'Admin' }] });
const rest = () => new Promise((resolve) => setTimeout(resolve, 80));
const renamed = (registry: Registry, name: string): Registry => ({
  ...registry,
  users: registry.users.map((user) => ({ ...user, user_name: name })),
});

test('a file that is as it was is not read again, and one that is not, is', async () => {
  let read = 0;
  const counting = {
    ...realDisk,
    async open(at: string) {
      read += 1;
      return realDisk.open(at);
    },
  };
  const registry = createRegistryFile(createFiles(counting), async () => path);
  await rest();
  const first = await registry.read();
  expect(read).toBe(1);
  expect(await registry.read()).toBe(first);
  expect(read).toBe(1);

  await writeFile(path, registryText('bens'));
  expect((await registry.read()).users.map(({ user_id: id }) => id)).toEqual(['bens']);
  await rest();
  expect((await registry.read()).users.map(({ user_id: id }) => id)).toEqual(['bens']);
});

test('who looks while a change is being written gets the registry before or after it, each the very same object', async () => {
  const seen: Promise<Registry>[] = [];
  const watched = {
    ...realDisk,
    async swap(one: string, other: string) {
      seen.push(registry.read());
      await realDisk.swap(one, other);
      seen.push(registry.read());
    },
  };
  const registry = createRegistryFile(createFiles(watched), async () => path);
  const before = await registry.read();
  const { registry: after } = await registry.change((now) => renamed(now, 'Anna'));
  const readings = await Promise.all(seen);
  expect(readings).toHaveLength(2);
  for (const reading of readings) expect([before, after]).toContain(reading);
  expect(await registry.read()).toBe(after);
  expect(await readFile(path)).toEqual(Buffer.from(registryBytes(after)));
});
