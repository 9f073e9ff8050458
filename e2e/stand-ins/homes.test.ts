import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writePlainHome, writeUpstreamHome } from './homes.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-homes-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8');

interface ComposeFile {
  services: { lightrag: { container_name: string; ports: unknown[]; healthcheck: { test: string[] } } };
}

describe('a home as upstream has it', () => {
  test.each([
    ['lightrag_server/env.server', 70, 39],
    ['lightrag_memory_server/env.memory_server', 58, 28],
  ])('%s has %i keys, %i of them with a comment behind', async (file, keys, comments) => {
    await writeUpstreamHome(folder);
    const lines = (await read(file)).split('\n').filter((line) => /^[A-Z0-9_]+=/.test(line));
    expect(new Set(lines.map((line) => line.split('=')[0])).size).toBe(keys);
    expect(lines).toHaveLength(keys);
    expect(lines.filter((line) => / #/.test(line))).toHaveLength(comments);
    expect(lines.filter((line) => / #.*'/.test(line))).toHaveLength(1);
  });

  test('keeps the oddities of upstream', async () => {
    await writeUpstreamHome(folder, { knowledgePort: 40001, memoryPort: 40002 });
    expect(await read('env.userid')).toBe('USER_ID="charlie"\n');
    const server = await read('lightrag_server', 'env.server');
    expect(server).toContain("\nWEBUI_TITLE='Personal Agent KnowledgeBase'\nWEBUI_DESCRIPTION=\"");
    expect(server).toContain('\nLIGHTRAG_SERVER_PORT=40002\n');
    expect(server).toContain(`\nAGNO_STORAGE_DIR=\${DATA_DIR}/\${STORAGE_BACKEND}/\${USER_ID}\n`);
    for (const service of ['lightrag_server', 'lightrag_memory_server']) {
      expect(await read(service, 'docker-compose.yml')).toMatch(/\n\s+- 4000[12]:9621\n[\s\S]*\n +\n$/);
    }
  });

  test('has a memory probe at the port of the host', async () => {
    await writeUpstreamHome(folder, { knowledgePort: 40001, memoryPort: 40002 });
    const [knowledge, memory] = await Promise.all(
      ['lightrag_server', 'lightrag_memory_server'].map(
        async (service) => (parse(await read(service, 'docker-compose.yml')) as ComposeFile).services.lightrag,
      ),
    );
    expect(knowledge).toMatchObject({ container_name: 'lightrag_pagent', ports: ['40001:9621'] });
    expect(knowledge?.healthcheck.test.at(-1)).toContain('localhost:9621/health');
    expect(memory).toMatchObject({ container_name: 'lightrag_memory', ports: ['40002:9621'] });
    expect(memory?.healthcheck.test.at(-1)).toContain('localhost:40002/health');
  });

  test('registers its users and gives them folders', async () => {
    const { dataRoot } = await writeUpstreamHome(folder, { users: [{ id: 'ann.b', type: 'Guest' }], current: 'ann.b' });
    const registry = JSON.parse(await readFile(join(dataRoot, 'users_registry.json'), 'utf8')) as object;
    expect(registry).toMatchObject({
      users: [{ user_id: 'ann.b', user_name: 'Ann.B', user_type: 'Guest', npc: false }],
    });
    expect((await stat(join(dataRoot, 'agno/ann.b/memory_rag_storage'))).isDirectory()).toBe(true);
    expect(await read('lightrag_memory_server', 'env.memory_server')).toContain('\nUSER_ID=ann.b\n');
  });
});

describe("a home as the app's seed makes it", () => {
  test('has free ports, the given image and user, and a label', async () => {
    const modelUrl = 'http://host.docker.internal:4711';
    const home = await writePlainHome(folder, { image: 'some/image:1', current: 'ben', suffix: '-x', modelUrl });
    const ports = [home.knowledgePort, home.memoryPort];
    expect(new Set([...ports, 9621, 9622]).size).toBe(4);
    for (const [index, [service, env, container]] of [
      ['lightrag_server', 'env.server', 'lightrag_pagent-x'] as const,
      ['lightrag_memory_server', 'env.memory_server', 'lightrag_memory-x'] as const,
    ].entries()) {
      const compose = parse(await read(service, 'docker-compose.yml')) as ComposeFile;
      expect(compose.services.lightrag).toMatchObject({
        container_name: container,
        labels: { 'app.persag.test': 'home' },
        ports: [`127.0.0.1:${ports[index]}:9621`],
      });
      expect(await read(service, '.env')).toBe('LIGHTRAG_IMAGE=some/image:1\n');
      const settings = await read(service, env);
      expect(settings).toContain('\nUSER_ID=ben\n');
      expect(settings).toContain(`\nLLM_BINDING_HOST=${modelUrl}\n`);
      expect(settings).toContain(`\nEMBEDDING_BINDING_HOST=${modelUrl}\n`);
    }
    expect(await read('env.userid')).toBe('USER_ID="ben"\n');
    expect((await stat(join(home.dataRoot, 'agno/ben/inputs'))).isDirectory()).toBe(true);
  });
});
