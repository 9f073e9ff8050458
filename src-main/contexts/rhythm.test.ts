import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRhythm } from './rhythm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits first, goes on after a failure, takes a new pause from the next beat on, and ends', () => {
  const failures: unknown[] = [];
  let pause = 1000;
  let done = 0;
  const rhythm = createRhythm({
    pauseMs: () => pause,
    work() {
      done += 1;
      if (done === 1) throw new Error('once');
    },
    fail: (cause) => failures.push(cause),
  });
  rhythm.begin();
  rhythm.begin();
  expect(done).toBe(0);
  vi.advanceTimersByTime(1000);
  expect([done, failures.length]).toEqual([1, 1]);
  pause = 10;
  vi.advanceTimersByTime(1000);
  expect(done).toBe(2);
  vi.advanceTimersByTime(100);
  expect(done).toBe(12);
  rhythm.end();
  vi.advanceTimersByTime(100_000);
  expect(done).toBe(12);
  expect(vi.getTimerCount()).toBe(0);
});

it('ends from within its own work', () => {
  const rhythm = createRhythm({ pauseMs: () => 10, work: () => rhythm.end(), fail: () => undefined });
  rhythm.begin();
  vi.advanceTimersByTime(10);
  expect(vi.getTimerCount()).toBe(0);
});
