import { expect, test } from 'vitest';
import { compare, median, percentile95 } from './compare.ts';
import { tableOf, verdictOn } from './table.ts';

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

test('a row without a floor is judged by its largest value alone, one of which nothing is asked by nothing', () => {
  const alone = { what: 'x', floor: null, unit: 'ms', most: 30, measure: row.measure } as const;
  const { most: _most, ...free } = alone;
  const of = (ours: number) => ({ ours, floor: null, spread: [ours, ours] as const });
  expect([verdictOn(alone, of(30)), verdictOn(alone, of(31)), verdictOn(free, of(31))]).toEqual([
    'holds',
    'misses',
    '-',
  ]);
  expect(tableOf([{ id: 'S5', row: alone, figures: of(12) }]).split('\n')[1]).toMatch(
    /^S5 +x +12\.0 ms +- +- +<= 30 ms +holds$/,
  );
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

test('95 of 100 values are not above the percentile', () => {
  const values = Array.from({ length: 100 }, (_value, index) => index + 1);
  expect(percentile95(values)).toBe(95);
  expect(percentile95([7])).toBe(7);
});

test('the median of an even number lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});
