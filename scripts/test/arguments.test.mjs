import { expect, test } from 'vitest';
import { Stop } from '../bootstrap/console.mjs';
import { readArguments } from './arguments.mjs';

test('everything without arguments', () => {
  expect(readArguments([])).toEqual({ parts: ['check', 'unit', 'e2e'], pattern: null, rest: [] });
});

test('parts are chosen by name, in their own order', () => {
  expect(readArguments(['--e2e', '--unit']).parts).toEqual(['unit', 'e2e']);
});

test('a pattern or a file leaves the static checks out', () => {
  expect(readArguments(['-g', 'env file'])).toEqual({ parts: ['unit', 'e2e'], pattern: 'env file', rest: [] });
  expect(readArguments(['--e2e', 'e2e/switch.spec.ts'])).toEqual({
    parts: ['e2e'],
    pattern: null,
    rest: ['e2e/switch.spec.ts'],
  });
});

test('a pattern may stand among the other arguments', () => {
  expect(readArguments(['a.ts', '--grep', 'x', 'b.ts'])).toMatchObject({ pattern: 'x', rest: ['a.ts', 'b.ts'] });
});

test('-g without a pattern is refused', () => {
  expect(() => readArguments(['--unit', '-g'])).toThrow(Stop);
});
