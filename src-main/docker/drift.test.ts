import { expect, test } from 'vitest';
import { configHash } from './container-options.ts';
import { driftOf } from './drift.ts';
import { composeLabels, serviceLabel } from './ownership.ts';
import { sampleCompose, sampleFacts } from './testing/samples.ts';

const compose = sampleCompose();
const own = { [serviceLabel]: 'knowledge', [composeLabels.hash]: configHash(compose) };

test('what the app made from the same files has not drifted', () => {
  expect(driftOf(sampleFacts({ labels: own }), compose)).toEqual([]);
});

test('what the app made from other files has drifted', () => {
  const labels = { ...own, [composeLabels.hash]: 'other' };
  expect(driftOf(sampleFacts({ labels }), compose)).toHaveLength(1);
});

test('other folders are drift whatever the hash says', () => {
  const mounts = [
    { type: 'bind', source: '/data/agno/charlie/rag_storage', target: '/app/data/rag_storage', readOnly: false },
  ];
  expect(driftOf(sampleFacts({ labels: own, mounts }), compose)[0]).toContain('/data/agno/charlie/rag_storage');
});

test('what Compose made is compared by what matters', () => {
  expect(driftOf(sampleFacts(), compose)).toEqual([]);
  expect(driftOf(sampleFacts({ image: 'other' }), compose)).toHaveLength(1);
  expect(
    driftOf(sampleFacts({ environment: { USER_ID: 'paula', LLM_MODEL: 'x', PATH: '/bin' } }), compose),
  ).toHaveLength(1);
  expect(driftOf(sampleFacts({ ports: [] }), compose)).toHaveLength(1);
});

test.each([
  ['egsuchanek/lightrag_pagent', 'egsuchanek/lightrag_pagent:latest'],
  ['docker.io/egsuchanek/lightrag_pagent:latest', 'egsuchanek/lightrag_pagent'],
  ['docker.io/library/python:3', 'python:3'],
])('%s is the same image as %s', (image, written) => {
  expect(driftOf(sampleFacts({ image }), sampleCompose({ image: written }))).toEqual([]);
});

test('values of the environment are not told', () => {
  const facts = sampleFacts({ environment: { USER_ID: 'paula', LLM_MODEL: 'a-secret' } });
  expect(driftOf(facts, compose).join()).not.toContain('a-secret');
});
