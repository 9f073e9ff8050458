import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeUpstreamHome } from '../../../e2e/stand-ins/homes.ts';
import type { EnginesState } from '../../../src-shared/engines.ts';
import type { PortMovePlan, PortsState } from '../../../src-shared/ports.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { addEngine } from './engine.ts';
import { addServices } from './services.ts';

let root: string;
const home = () => join(root, 'home');
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-engine-command-'));
  await writeUpstreamHome(home(), { knowledgePort: 47_621, memoryPort: 47_622 });
  vi.stubEnv('DOCKER_HOST', `unix://${root}/nobody.sock`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const run = (...args: string[]) =>
  runInProcess(
    (program) => {
      addEngine(program);
      addServices(program);
    },
    ['--home', home(), ...args],
  );

test('engine list names what counts first, and why none is in use', async () => {
  const { code, json } = await run('engine', 'list', '--json');
  expect(code ?? 0).toBe(0);
  const { engines, choice, why } = json() as EnginesState;
  expect(engines[0]).toMatchObject({ name: 'DOCKER_HOST', origin: 'docker-host', inUse: false });
  expect(engines[0]?.condition).toMatchObject({ error: { code: 'docker/not-found' } });
  expect(choice).toBeNull();
  expect(why).toContain('DOCKER_HOST');
});

test('engine use refuses what nobody knows and what cannot be used, and keeps nothing of it', async () => {
  for (const [wanted, code] of [
    ['nobody', 'engines/unknown'],
    [`unix://${root}/other.sock`, 'docker/not-found'],
  ] as const) {
    const refused = await run('engine', 'use', wanted, '--json');
    expect([refused.code, refused.json()]).toMatchObject([1, { error: { code } }]);
  }
  await expect(readFile(join(home(), 'desktop', 'engine.json'))).rejects.toThrow();
});

test('services ports works without an engine, and shows a move', async () => {
  const looked = await run('services', 'ports', '--json');
  expect(looked.code ?? 0).toBe(0);
  expect((looked.json() as PortsState).ports.map(({ port, state }) => [port, state])).toEqual([
    [47_621, 'free'],
    [47_622, 'free'],
  ]);
  const shown = await run('services', 'ports', '--move', 'memory', '--to', '47700', '--dry-run', '--json');
  const plan = shown.json() as PortMovePlan;
  expect(plan).toMatchObject({ service: 'memory', from: 47_622, to: 47_700 });
  expect(plan.files.map(({ path }) => path)).toEqual([
    join(home(), 'lightrag_memory_server/docker-compose.yml'),
    join(home(), 'lightrag_memory_server/env.memory_server'),
  ]);
});

test.each([['--to', '9631'], ['--dry-run'], ['--move', 'nobody'], ['--move', 'memory', '--to', 'many']])(
  'services ports %s %s is wrong usage',
  async (...args) => {
    expect((await run('services', 'ports', ...args.filter((word) => word !== undefined))).code).toBe(2);
  },
);
