import { expect, test } from 'vitest';
import type { ContainerFacts } from '../container-facts.ts';
import { sampleFacts } from '../testing/samples.ts';
import { type ContainerSituation, containerLamp } from './container-lamp.ts';

const lamp = (change: Partial<ContainerSituation> = {}) =>
  containerLamp({ engineProblem: null, facts: sampleFacts(), busy: null, justEnded: false, ...change });
const ended = (change: Partial<ContainerFacts>) => sampleFacts({ running: false, status: 'exited', ...change });

test.each<[string, Partial<ContainerSituation>]>([
  ['ok', {}],
  ['unknown', { engineProblem: 'Docker is not running.' }],
  ['warn', { facts: null }],
  ['starting', { busy: 'recreating', facts: null }],
  ['starting', { busy: 'stopping' }],
  ['starting', { justEnded: true, facts: ended({ exitCode: 0 }) }],
  ['warn', { facts: sampleFacts({ paused: true }) }],
  ['failed', { facts: sampleFacts({ restarting: true, exitCode: 3 }) }],
  ['warn', { facts: ended({ exitCode: 0 }) }],
  ['warn', { facts: ended({ exitCode: 143 }) }],
  ['warn', { facts: ended({ exitCode: 137 }) }],
  ['failed', { facts: ended({ exitCode: 137, outOfMemory: true }) }],
  ['failed', { facts: ended({ exitCode: 1 }) }],
  ['warn', { facts: ended({ status: 'created' }) }],
  ['failed', { facts: ended({ status: 'created', startError: 'no such device' }) }],
])('%s: %j', (state, situation) => {
  expect(lamp(situation).state).toBe(state);
});

test('what went wrong is said, and what can be done', () => {
  const { why, advice } = lamp({ facts: ended({ exitCode: 3 }) });
  expect(why).toContain('3');
  expect(advice).toContain('docker logs lightrag_pagent');
  expect(lamp({ engineProblem: 'Docker is gone.' }).why).toBe('Docker is gone.');
});
