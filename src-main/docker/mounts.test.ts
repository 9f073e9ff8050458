import { expect, test } from 'vitest';
import { mountDifferences, samePath, servedUser } from './mounts.ts';

const bind = (source: string, target = '/app/data') => ({ source, target, readOnly: false });
const mount = (source: string, target = '/app/data') => ({ type: 'bind', source, target, readOnly: false });

test('equal mounts differ in nothing, and others of the container are let be', () => {
  const mounts = [mount('/d/agno/paula/rag'), { ...mount('/vol', '/cache'), type: 'volume' }];
  expect(mountDifferences([bind('/d/agno/paula/rag')], mounts)).toEqual([]);
});

test('another source, a missing mount and a volume in its place are differences', () => {
  const binds = [bind('/d/paula/rag')];
  const expected = '/d/paula/rag';
  expect(mountDifferences(binds, [mount('/d/charlie/rag')])).toEqual([
    { target: '/app/data', expected, actual: '/d/charlie/rag' },
  ]);
  expect(mountDifferences(binds, [])).toEqual([{ target: '/app/data', expected, actual: null }]);
  expect(mountDifferences(binds, [{ ...mount('/d/paula/rag'), type: 'volume' }])).toHaveLength(1);
});

test.each([
  ['/d/x', '/d/x/'],
  ['/host_mnt/Users/p/x', '/Users/p/x'],
  ['C:\\Users\\p', '/run/desktop/mnt/host/c/Users/p'],
  ['C:\\Users\\p', 'c:/Users/p'],
  ['/private/tmp/x', '/tmp/x'],
  ['/d/./x', '/d//x'],
])('%s is %s', (a, b) => {
  expect(samePath(a, b)).toBe(true);
});

test.each([
  ['/d/x', '/d/X'],
  ['/d/x', '/d'],
  ['/privately/tmp', '/ly/tmp'],
])('%s is not %s', (a, b) => {
  expect(samePath(a, b)).toBe(false);
});

test('the user is read where the current one stands in the path', () => {
  const binds = [bind('/d/agno/paula/rag', '/a'), bind('/d/agno/paula/inputs', '/b'), bind('/home/env.server', '/c')];
  const mounts = (user: string) => [mount(`/d/agno/${user}/rag`, '/a'), mount(`/d/agno/${user}/inputs`, '/b')];
  expect(servedUser(binds, mounts('charlie'), 'paula')).toBe('charlie');
  expect(servedUser(binds, mounts('paula'), 'paula')).toBe('paula');
});

test('a home folder of the same name is not taken for the user', () => {
  const binds = [bind('/home/paula/data/agno/paula/rag')];
  expect(servedUser(binds, [mount('/home/paula/data/agno/charlie/rag')], 'paula')).toBe('charlie');
});

test('two users, another layout, no user or no current one tell nothing', () => {
  const binds = [bind('/d/paula/rag', '/a'), bind('/d/paula/in', '/b')];
  expect(servedUser(binds, [mount('/d/paula/rag', '/a'), mount('/d/charlie/in', '/b')], 'paula')).toBeNull();
  expect(servedUser(binds, [mount('/elsewhere/rag', '/a')], 'paula')).toBeNull();
  expect(servedUser([bind('/d/rag')], [mount('/d/rag')], 'paula')).toBeNull();
  expect(servedUser(binds, [mount('/d/paula/rag', '/a')], null)).toBeNull();
});
