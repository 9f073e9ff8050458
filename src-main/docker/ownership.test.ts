import { expect, test } from 'vitest';
import { asideName, belongsTo, readAsideName } from './ownership.ts';
import { samplePlan } from './testing/samples.ts';

const plan = samplePlan();
const compose = { 'com.docker.compose.project': 'lightrag_server', 'com.docker.compose.service': 'lightrag' };
const elsewhere = { 'com.docker.compose.project.working_dir': '/home/q/.persag/lightrag_server' };
const here = { 'com.docker.compose.project.working_dir': `${plan.folder}/` };
const isOurs = (labels: Record<string, string>, ...names: string[]) => belongsTo({ labels, names }, plan);

test('a container of the app or of the same Compose service belongs to it', () => {
  expect(isOurs({ 'app.persag.service': 'knowledge' })).toBe(true);
  expect(isOurs(compose)).toBe(true);
  expect(isOurs({ ...compose, ...here }, 'named-otherwise-before')).toBe(true);
});

test('others do not', () => {
  expect(isOurs({}, 'lightrag_pagent')).toBe(false);
  expect(isOurs({ 'app.persag.service': 'memory' }, 'lightrag_pagent')).toBe(false);
  expect(isOurs({ ...compose, 'app.persag.service': 'memory' })).toBe(false);
  expect(isOurs({ ...compose, 'com.docker.compose.project': 'other' })).toBe(false);
  expect(isOurs({ ...compose, 'com.docker.compose.oneoff': 'True' })).toBe(false);
});

test('one of another home belongs to it only where it has the name of ours, as after a move', () => {
  for (const labels of [compose, { ...compose, 'app.persag.service': 'knowledge' }]) {
    expect(isOurs({ ...labels, ...elsewhere }, 'somebody-elses')).toBe(false);
    expect(isOurs({ ...labels, ...elsewhere }, asideName('somebody-elses', 'kept', new Set()))).toBe(false);
    expect(isOurs({ ...labels, ...elsewhere }, 'lightrag_pagent')).toBe(true);
    expect(isOurs({ ...labels, ...elsewhere }, asideName('lightrag_pagent', 'kept', new Set()))).toBe(true);
  }
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
