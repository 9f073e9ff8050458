import { expect, test } from 'vitest';
import { compare, median } from './compare.ts';
import { percentile } from './limits.ts';
import { isMissing, tableOf, verdictOn, verdictOnLimit } from './table.ts';

const row = {
  what: 'a thing',
  floor: 'nothing',
  unit: 'ms',
  bar: 1.25,
  goal: 1.1,
  measure: async () => figures(1, 1),
} as const;
const figures = (ours: number, floor: number) => ({ ours, floor, spread: [ours, ours] as const });

test('a row holds up to its bar and its largest value, and says where it misses its goal', () => {
  expect(verdictOn(row, figures(110, 100))).toBe('holds');
  expect(verdictOn(row, figures(125, 100))).toBe('holds, goal missed');
  expect(verdictOn(row, figures(126, 100))).toBe('misses');
  expect(verdictOn({ ...row, most: 50 }, figures(51, 50))).toBe('misses');
});

test('the table has a line a row, and says which could not be measured', () => {
  const table = tableOf([
    { id: 'S1', row, figures: figures(110, 100) },
    { id: 'S2', row, figures: 'no engine' },
  ]);
  const [head, first, second] = table.split('\n');
  expect(head).toMatch(/^row +what +ours +floor +ratio +bar +verdict$/);
  expect(first).toMatch(/^S1 +a thing +110 ms +100 ms +1\.10x +<= 1\.25x, goal 1\.1x +holds$/);
  expect(second).toMatch(/^S2 .* not measured$/);
});

test('the first round is dropped, the sides take turns, medians count', async () => {
  const order: string[] = [];
  const ours = [1000, 3, 1, 2];
  const measured = await compare(
    async () => {
      order.push('ours');
      return ours.shift() ?? 0;
    },
    async () => {
      order.push('floor');
      return 4;
    },
    3,
  );
  expect(order.slice(0, 4)).toEqual(['ours', 'floor', 'ours', 'floor']);
  expect(measured).toEqual({ ours: 2, floor: 4, spread: [1, 3] });
});

test('the median of an even number lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test('a row with limits has a line for each thing, judged by the 95th of a hundred', () => {
  const limits = { what: 'things', floor: null, measure: async () => [] } as const;
  const taken = Array.from({ length: 100 }, (_, index) => index + 1);
  const limited = [
    { what: 'one', taken, most: 95 },
    { what: 'other', taken, most: 94 },
  ];
  expect(percentile(taken, 95)).toBe(95);
  expect(percentile([7], 95)).toBe(7);
  expect(limited.map(verdictOnLimit)).toEqual(['holds', 'misses']);
  const outcomes = [
    { id: 'S5', row: limits, limited },
    { id: 'S6', row: limits, limited: 'no window' },
  ];
  const [, first, second, third] = tableOf(outcomes).split('\n');
  expect(first).toMatch(/^S5 +one +95\.0 ms +- +- +p95 <= 95 ms +holds$/);
  expect(second).toMatch(/^S5 +other +95\.0 ms +- +- +p95 <= 94 ms +misses$/);
  expect(third).toMatch(/^S6 +things .* not measured$/);
  expect(outcomes.map(isMissing)).toEqual([false, true]);
});
