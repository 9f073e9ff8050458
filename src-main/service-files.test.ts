import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHome, type HomeFeature } from './home/index.ts';
import { realDisk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { createOwnerLock } from './lib/owner-lock.ts';
import { createServiceFiles } from './service-files.ts';

const seedFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'assets', 'seed');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date(), tick: () => 0 };
const files = createFiles();
let person = '';
let home: HomeFeature;

beforeEach(async () => {
  person = await mkdtemp(join(tmpdir(), 'persag-service-files-'));
  home = createHome({
    surroundings: { env: {}, homeFolder: person, platform: 'linux', seedFolder, version: '' },
    files,
    journal: createJournal({ disk: realDisk, folder: () => join(home.folders().desktop, 'journal'), clock, log }),
    lock: createOwnerLock(() => join(home.folders().desktop, 'operation.lock')),
    clock,
    log,
  });
  await home.open();
});
afterEach(() => rm(person, { recursive: true }));

const read = (userId: string | null) => createServiceFiles({ files, home, log }).read(userId);

describe('service files', () => {
  it('are those of the seed, for the asked user, without any variable in a shell', async () => {
    const [knowledge, memory] = await read('dana');
    const storage = join(person, '.persag', 'data', 'agno', 'dana');
    expect(knowledge).toMatchObject({ name: 'knowledge', envUser: 'default_user' });
    expect(knowledge?.compose).toMatchObject({
      project: 'lightrag_server',
      containerName: 'lightrag_pagent',
      ports: [{ address: '127.0.0.1', host: 9621, container: 9621 }],
      binds: [{ source: join(storage, 'rag_storage') }, { source: join(storage, 'inputs') }],
      environment: { LLM_BINDING: 'ollama' },
      warnings: [],
    });
    expect(memory?.compose?.binds[0]?.source).toBe(join(storage, 'memory_rag_storage'));
  });

  it('fall back to the user of the env file where nobody is known to be current', async () => {
    const [knowledge] = await read(null);
    expect(knowledge?.compose?.binds[0]?.source).toContain('/default_user/');
  });

  it('say why they cannot be used, each service on its own', async () => {
    const { knowledge, memory } = home.folders().services;
    await rm(knowledge.composeFile);
    await writeFile(memory.composeFile, 'services: [');
    const [first, second] = await read('dana');
    expect(first?.error?.code).toBe('compose/missing');
    expect(second?.error?.code).toBe('compose/not-yaml');
    await rm(memory.envFile);
    await writeFile(memory.composeFile, 'services:\n  x:\n    image: y\n    env_file: env.memory_server\n');
    expect((await read('dana'))[1]).toMatchObject({ envUser: null, error: { code: 'home/file-missing' } });
  });
});
