import { expect, test } from 'vitest';
import { asideName, belongsTo, readAsideName } from './ownership.ts';
import { samplePlan } from './testing/samples.ts';

const plan = samplePlan();
const compose = { 'com.docker.compose.project': 'lightrag_server', 'com.docker.compose.service': 'lightrag' };

test('a container of the app or of the same Compose service belongs to it', () => {
  expect(belongsTo({ 'app.persag.service': 'knowledge' }, plan)).toBe(true);
  expect(belongsTo(compose, plan)).toBe(true);
});

test('others do not', () => {
  expect(belongsTo({}, plan)).toBe(false);
  expect(belongsTo({ 'app.persag.service': 'memory' }, plan)).toBe(false);
  expect(belongsTo({ ...compose, 'app.persag.service': 'memory' }, plan)).toBe(false);
  expect(belongsTo({ ...compose, 'com.docker.compose.project': 'other' }, plan)).toBe(false);
  expect(belongsTo({ ...compose, 'com.docker.compose.oneoff': 'True' }, plan)).toBe(false);
});

test('names of containers that stand aside are free, recognised and read back', () => {
  const first = asideName('lightrag_pagent', 'kept', new Set());
  const second = asideName('lightrag_pagent', 'kept', new Set([first]));
  expect(second).not.toBe(first);
  for (const name of [first, second]) {
    expect(readAsideName(name)).toEqual({ container: 'lightrag_pagent', role: 'kept' });
    expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
  }
  expect(readAsideName(asideName('x', 'new', new Set()))).toEqual({ container: 'x', role: 'new' });
  expect(readAsideName('lightrag_pagent')).toBeNull();
});
