import { expect, test } from 'vitest';
import type { DockerState } from '../../src-shared/docker.ts';
import { createNovelty, isConsistent } from './docker-state.ts';
import type { Observation } from './observation.ts';
import { sampleFacts, sampleFiles, sampleService } from './testing/samples.ts';

const observation = (change: Partial<Observation> = {}): Observation => ({
  ...{ files: sampleFiles(), engineProblem: null, facts: sampleFacts(), ports: [], publishedHost: '127.0.0.1' },
  ...{ currentUser: 'paula', busy: null, justEnded: false, probe: null, mayBeStarting: false, models: [], ...change },
});
const { compose: _compose, ...unreadable } = sampleFiles();
const elsewhere = [
  { type: 'bind', source: '/data/agno/charlie/rag_storage', target: '/app/data/rag_storage', readOnly: false },
];

test.each<[boolean, Partial<Observation>]>([
  [true, {}],
  [true, { facts: null }],
  [true, { facts: sampleFacts({ environment: {} }) }],
  [false, { currentUser: 'charlie' }],
  [false, { currentUser: null }],
  [false, { files: { ...sampleFiles(), envUser: 'charlie' } }],
  [false, { files: { ...sampleFiles(), envUser: null } }],
  [false, { files: unreadable }],
  [false, { facts: sampleFacts({ environment: { USER_ID: 'charlie' } }) }],
  [false, { facts: sampleFacts({ mounts: elsewhere }) }],
  [false, { engineProblem: 'gone' }],
])('consistent is %s with %j', (consistent, change) => {
  expect(isConsistent([observation(), observation(change)])).toBe(consistent);
});

test('nothing known is not consistent', () => {
  expect(isConsistent([])).toBe(false);
});

const state = (latency: number | null, consistent = true): DockerState => ({
  engine: { state: 'connecting', endpoint: null },
  services: [sampleService({ latency })],
  consistent,
});

test('the same state is no news, a visible change is', () => {
  const { isNews } = createNovelty(() => 0);
  expect(isNews(state(5))).toBe(true);
  expect(isNews(state(5))).toBe(false);
  expect(isNews(state(5, false))).toBe(true);
  expect(isNews(state(null, false))).toBe(true);
});

test('a latency alone is news only every few seconds', () => {
  let now = 0;
  const { isNews } = createNovelty(() => now);
  isNews(state(5));
  now = 1000;
  expect(isNews(state(6))).toBe(false);
  now = 3000;
  expect(isNews(state(6))).toBe(true);
  now = 9000;
  expect(isNews(state(6))).toBe(false);
});
