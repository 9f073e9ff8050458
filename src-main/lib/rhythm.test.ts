import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRhythm } from './rhythm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits first, goes on after failures, takes a new pause from the next beat on, and ends', async () => {
  const failures: unknown[] = [];
  let pause: number | null = 1000;
  let done = 0;
  const rhythm = createRhythm({
    async pauseMs() {
      if (pause === null) throw new Error('not now');
      return pause;
    },
    async work() {
      done += 1;
      if (done === 1) throw new Error('once');
    },
    fail: (cause) => failures.push(cause),
  });
  rhythm.begin();
  rhythm.begin();
  await vi.advanceTimersByTimeAsync(999);
  expect(done).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect([done, failures.length]).toEqual([1, 1]);
  pause = 10;
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toBe(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toBe(12);
  pause = null;
  await vi.advanceTimersByTimeAsync(10);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([done, failures.length]).toEqual([14, 3]);
  rhythm.end();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(done).toBe(14);
  expect(vi.getTimerCount()).toBe(0);
});

it('ends from within its own work, and before its first pause is known', async () => {
  const rhythm = createRhythm({ pauseMs: async () => 10, work: async () => rhythm.end(), fail: () => undefined });
  rhythm.begin();
  rhythm.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
  rhythm.begin();
  await vi.advanceTimersByTimeAsync(10);
  expect(vi.getTimerCount()).toBe(0);
});
