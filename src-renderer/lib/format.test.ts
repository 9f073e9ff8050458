import { describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatCount, formatDuration, formatList, formatMoment, formatSpan } from './format.ts';

describe('formatDuration', () => {
  it.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [31.4, '31 ms'],
    [99.4, '99 ms'],
    [99.6, '0.1 s'],
    [5234, '5.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words));
});

describe('formatSpan', () => {
  it.each([
    [-1, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3 * 3_600_000, '3 h'],
    [47 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 d'],
  ])('%d ms is %s', (ms, words) => expect(formatSpan(ms)).toBe(words));
});

describe('formatAge and formatMoment', () => {
  const now = new Date(2026, 10, 22, 14, 2, 11).getTime();

  it('says how long ago, also for a clock that was set back', () => {
    expect(formatAge(new Date(now - 120_000).toISOString(), now)).toBe('2 min ago');
    expect(formatAge(new Date(now + 120_000).toISOString(), now)).toBe('just now');
  });

  it('gives the time today, else the day too', () => {
    expect(formatMoment(new Date(now).toISOString(), now)).toBe('14:02:11');
    expect(formatMoment(new Date(2026, 10, 3, 9, 5, 0).toISOString(), now)).toBe('3 Nov 2026, 09:05:00');
  });

  it('says nothing of a time that cannot be read', () => {
    expect([formatAge('soon', now), formatMoment('soon', now)]).toEqual([null, null]);
  });
});

describe('formatList', () => {
  it.each([
    [[], ''],
    [['Paula'], 'Paula'],
    [['Paula', 'Dana'], 'Paula and Dana'],
    [['Paula', 'Dana', 'Eric'], 'Paula, Dana and Eric'],
  ])('%j is %j', (names, words) => expect(formatList(names)).toBe(words));
});

it.each([
  [-1, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [9940, '9.9 KB'],
  [9960, '10 KB'],
  [999_600, '1.0 MB'],
  [27_400_000, '27 MB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));

it('counts with the noun', () => {
  expect([formatCount(1, 'file'), formatCount(5000, 'file'), formatCount(2, 'copy', 'copies')]).toEqual([
    '1 file',
    '5,000 files',
    '2 copies',
  ]);
});
