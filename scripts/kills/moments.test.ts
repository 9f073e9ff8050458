import { expect, test } from 'vitest';
import { createMoments } from './moments.ts';

test('moments are everywhere in the time, and in no order', () => {
  const moments = createMoments(5).spread(100, 2000);
  expect(moments).toHaveLength(100);
  const sorted = moments.toSorted((a, b) => a - b);
  expect(moments).not.toEqual(sorted);
  for (const [index, moment] of sorted.entries()) {
    expect(moment).toBeGreaterThanOrEqual(index * 20);
    expect(moment).toBeLessThan((index + 1) * 20);
  }
});

test('the same seed gives the same moments, another one others', () => {
  expect(createMoments(9).spread(20, 1)).toEqual(createMoments(9).spread(20, 1));
  expect(createMoments(9).spread(20, 1)).not.toEqual(createMoments(10).spread(20, 1));
});
