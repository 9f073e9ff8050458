import { expect, it } from 'vitest';
import { localDay, localIso, seenAt, titleOf } from './upstream-time.ts';

it('writes times and names as upstream does', () => {
  expect(localIso(new Date(2026, 0, 2, 3, 4, 5, 6))).toBe('2026-01-02T03:04:05.006000');
  expect(localDay(new Date(2026, 0, 2))).toBe('2026-01-02');
  expect(titleOf('paula.smith-2b')).toBe('Paula.Smith-2B');
});

it('dates a visit to the memory year, but for a day that year does not have', () => {
  const leapDay = new Date(2024, 1, 29, 12);
  expect(seenAt(leapDay, null)).toBe('2024-02-29T12:00:00.000000');
  expect(seenAt(leapDay, 1960)).toBe('1960-02-29T12:00:00.000000');
  expect(seenAt(leapDay, 1961)).toBe('2024-02-29T12:00:00.000000');
  expect(seenAt(new Date(2026, 4, 3, 9), 812)).toBe('0812-05-03T09:00:00.000000');
});
