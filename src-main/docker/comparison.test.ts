import { expect, test } from 'vitest';
import { compareContainers } from './comparison.ts';
import type { ServiceMemory } from './service-memory.ts';
import { emptyMemory } from './service-memory.ts';
import { sampleFacts, sampleFiles } from './testing/samples.ts';

const memory = (change: Partial<ServiceMemory> = {}): ServiceMemory => ({
  ...emptyMemory(sampleFiles()),
  ...{ facts: sampleFacts(), inspected: true },
  ...change,
});
const compare = (change: Partial<ServiceMemory> = {}, problem: string | null = null) =>
  compareContainers([sampleFiles()], [memory(change)], problem).containers[0];

test.each<[string, Partial<ServiceMemory>]>([
  ['running', {}],
  ['running', { facts: sampleFacts({ running: true, paused: true, status: 'paused' }) }],
  ['running', { facts: sampleFacts({ running: false, restarting: true, status: 'restarting' }) }],
  ['stopped', { facts: sampleFacts({ running: false, status: 'exited' }) }],
  ['stopped', { facts: sampleFacts({ running: false, status: 'created' }) }],
  ['absent', { facts: null }],
  ['foreign', { facts: null, foreign: 'nginx' }],
  ['unknown', { facts: null, inspected: false }],
])('a container is %s', (state, change) => {
  expect(compare(change)?.state).toBe(state);
});

test('of a running container: what it was told, and every mount beside what the files say', () => {
  const { id, userId, mounts } = compare() ?? {};
  expect([id, userId]).toEqual(['c1', 'paula']);
  const source = '/data/agno/paula/rag_storage';
  expect(mounts).toEqual([{ target: '/app/data/rag_storage', expected: source, actual: source, same: true }]);
});

test('another folder, none at all, and one path in two spellings', () => {
  const bind = (source: string) => ({ type: 'bind', source, target: '/app/data/rag_storage', readOnly: false });
  const of = (...mounts: ReturnType<typeof bind>[]) => compare({ facts: sampleFacts({ mounts }) })?.mounts[0];
  expect(of(bind('/data/agno/charlie/rag_storage'))).toMatchObject({
    actual: '/data/agno/charlie/rag_storage',
    same: false,
  });
  expect(of()).toMatchObject({ actual: null, same: false });
  expect(of(bind('/host_mnt/data/agno/paula/rag_storage/'))).toMatchObject({ same: true });
  // Not the same folder where one name only contains the other.
  expect(of(bind('/data/agno/paula.smith/rag_storage'))).toMatchObject({ same: false });
});

test('nothing is known where the engine is gone or the files cannot be used, and the reason is told', () => {
  expect(compare({}, 'It is gone.')).toMatchObject({ state: 'unknown', problem: 'It is gone.', id: null });
  const { compose: _none, ...broken } = sampleFiles();
  const error = { code: 'compose/missing', message: 'no file', hint: 'h' } as const;
  expect(compareContainers([{ ...broken, error }], [memory()], null).containers[0]).toMatchObject({
    state: 'unknown',
    problem: 'no file',
  });
});
