import { expect, it } from 'vitest';
import { delayAfter, readTries, waitOf } from './tries.ts';

const lastAt = '2026-01-02T03:04:05.000Z';
const at = Date.parse(lastAt);

it('delays grow from the third wrong try on, up to a quarter of an hour', () => {
  expect([1, 2, 3, 4, 5, 11, 12, 13, 1000].map((failures) => delayAfter(failures) / 1000)).toEqual([
    0, 0, 2, 4, 8, 512, 900, 900, 900,
  ]);
});

it('waits out the rest of the delay', () => {
  const tries = { failures: 5, lastAt };
  expect([0, 3000, 7999, 8000, 1e9].map((later) => waitOf(tries, at + later))).toEqual([8000, 5000, 1, 0, 0]);
  expect(waitOf(null, at)).toBe(0);
});

it('never waits for longer than the delay, also where the clock was set back', () => {
  expect(waitOf({ failures: 5, lastAt }, at - 86_400_000)).toBe(8000);
});

it('reads what it wrote, and takes what it cannot read for no tries', () => {
  expect(readTries(JSON.stringify({ failures: 2, lastAt }))).toEqual({ failures: 2, lastAt });
  for (const text of [null, '', '{', '{"failures":-1}', `{"failures":"many","lastAt":"${lastAt}"}`, '[]']) {
    expect(readTries(text), String(text)).toBeNull();
  }
});
