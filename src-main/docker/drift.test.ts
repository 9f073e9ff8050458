import { expect, test } from 'vitest';
import { configHash } from './container-options.ts';
import { driftOf, driftWords } from './drift.ts';
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
  expect(driftOf(sampleFacts({ labels: own, mounts }), compose)).toEqual([
    {
      ...{ key: 'mount', name: '/app/data/rag_storage', wanted: '/data/agno/paula/rag_storage' },
      actual: '/data/agno/charlie/rag_storage',
    },
  ]);
});

test('what Compose made is compared by what matters', () => {
  expect(driftOf(sampleFacts(), compose)).toEqual([]);
  expect(driftOf(sampleFacts({ image: 'other' }), compose)).toHaveLength(1);
  expect(
    driftOf(sampleFacts({ environment: { USER_ID: 'paula', LLM_MODEL: 'x', PATH: '/bin' } }), compose),
  ).toHaveLength(1);
  expect(driftOf(sampleFacts({ ports: [] }), compose)).toHaveLength(1);
});

test('each thing that differs is named with both sides', () => {
  const facts = sampleFacts({
    ...{ image: 'other:1', environment: { LLM_MODEL: 'x' }, labels: { a: '1', api_key: 'old' } },
    ports: [{ address: '127.0.0.1', host: 1, container: 9621, protocol: 'tcp' }],
    configured: { restart: 'no', memory: null, cpus: 1, user: '0', command: ['a', 'b'], entrypoint: null },
  });
  const wanted = sampleCompose({ labels: { a: '2', b: '3', api_key: 'new' }, user: '1000', command: ['a', 'c'] });
  const differences = driftOf(facts, wanted);
  expect(differences).toEqual([
    { key: 'image', name: 'image', wanted: 'egsuchanek/lightrag_pagent:latest', actual: 'other:1' },
    { key: 'environment', name: 'USER_ID', wanted: 'set', actual: null },
    { key: 'environment', name: 'LLM_MODEL', wanted: 'set', actual: 'another value' },
    { key: 'port', name: '0.0.0.0:9621:9621/tcp', wanted: '0.0.0.0:9621:9621/tcp', actual: null },
    { key: 'port', name: '127.0.0.1:1:9621/tcp', wanted: null, actual: '127.0.0.1:1:9621/tcp' },
    { key: 'label', name: 'a', wanted: '2', actual: '1' },
    { key: 'label', name: 'b', wanted: '3', actual: null },
    { key: 'label', name: 'api_key', wanted: 'set', actual: 'another value' },
    { key: 'setting', name: 'restart', wanted: 'unless-stopped', actual: 'no' },
    { key: 'setting', name: 'user', wanted: '1000', actual: '0' },
    { key: 'setting', name: 'command', wanted: 'a c', actual: 'a b' },
    { key: 'setting', name: 'memory limit', wanted: String(2 * 1024 ** 3), actual: null },
    { key: 'setting', name: 'processor limit', wanted: '2', actual: '1' },
  ]);
  expect(driftWords(differences).at(-1)).toBe('its environment differs in USER_ID, LLM_MODEL');
});

test('a volume of the engine is drift where another one is there, and limits are none where Compose 1 made it', () => {
  const volume = {
    ...{ key: 'data', name: 'p_data', target: '/data', readOnly: false, copy: true, external: false },
    ...{ driver: '', options: {}, labels: {} },
  };
  const wanted = sampleCompose({ volumes: [volume] });
  const mount = { type: 'volume', source: '/var/lib/docker/x', target: '/data', readOnly: false };
  const own = sampleFacts().mounts;
  expect(driftOf(sampleFacts({ mounts: [...own, { ...mount, name: 'p_data' }] }), wanted)).toEqual([]);
  expect(driftOf(sampleFacts({ mounts: [...own, { ...mount, name: 'other' }] }), wanted)).toMatchObject([
    { key: 'mount', wanted: 'p_data', actual: 'other' },
  ]);
  const labels = { [composeLabels.version]: '1.29.2' };
  const { configured } = sampleFacts();
  expect(driftOf(sampleFacts({ labels, configured: { ...configured, memory: null, cpus: null } }), compose)).toEqual(
    [],
  );
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
  expect(JSON.stringify(driftOf(facts, compose))).not.toContain('a-secret');
});
