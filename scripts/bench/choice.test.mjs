import { expect, test } from 'vitest';
import { Stop } from '../bootstrap/console.mjs';
import { readChoice, rows } from './choice.mjs';
import { rows as measured } from './rows.ts';

test('all rows without a choice, else the chosen ones in the order of the table', () => {
  expect(readChoice([])).toEqual(Object.keys(rows));
  expect(readChoice(['--only', 'S10,s2'])).toEqual(['S2', 'S10']);
  expect(readChoice(['--only=S3'])).toEqual(['S3']);
  expect(readChoice(['--only', 'S5-save,S1'])).toEqual(['S1', 'S5-save-100', 'S5-save-1000', 'S5-save-10000']);
});

test.each([[['--only']], [['--only', 'S99']], [['--only', 'S2', 'S3']], [['S2']]])('%j is refused', (given) => {
  expect(() => readChoice(given)).toThrow(Stop);
});

test('every row that can be chosen can be measured', () => {
  expect(Object.keys(measured)).toEqual(Object.keys(rows));
});
