import { expect, it } from 'vitest';
import { wholeNumber } from './whole-number.ts';

it.each([
  ['1', 1],
  [' 20 ', 20],
  ['1000', 1000],
  ['1001', null],
  ['0', null],
  ['', null],
  ['1e2', null],
  ['-5', null],
  ['2.5', null],
])('%j is %s', (text, number) => expect(wholeNumber(text, 1, 1000)).toBe(number));
