import { expect, test } from 'vitest';
import { sampleCompose, sampleFacts } from '../testing/samples.ts';
import { type MountsSituation, mountsLamp } from './mounts-lamp.ts';

const lamp = (change: Partial<MountsSituation> = {}) =>
  mountsLamp({
    ...{ engineProblem: null, facts: sampleFacts(), isBusy: false, compose: sampleCompose(), currentUser: 'paula' },
    ...change,
  });
const mounting = (source: string) =>
  sampleFacts({ mounts: [{ type: 'bind', source, target: '/app/data/rag_storage', readOnly: false }] });

test.each<[string, Partial<MountsSituation>]>([
  ['ok', {}],
  ['ok', { facts: sampleFacts({ environment: {} }) }],
  ['warn', { facts: sampleFacts({ environment: { USER_ID: 'charlie' } }) }],
  ['failed', { facts: mounting('/data/agno/charlie/rag_storage') }],
  ['failed', { facts: mounting('/rag_storage') }],
  ['failed', { facts: sampleFacts({ mounts: [] }) }],
  ['unknown', { facts: null }],
  ['unknown', { currentUser: null }],
  ['unknown', { engineProblem: 'gone' }],
  ['starting', { isBusy: true }],
])('%s: %j', (state, situation) => {
  expect(lamp(situation).state).toBe(state);
});

test('both users are named', () => {
  const { why, advice } = lamp({ facts: mounting('/data/agno/charlie/rag_storage') });
  expect(why).toMatch(/charlie.*paula/);
  expect(advice).toMatch(/paula.*charlie/);
});
