import { expect, test } from 'vitest';
import { pause, untilAborted, withLimit } from './time-limit.ts';

const never = <T>() => new Promise<T>(() => {});

test('work within its limit answers; at the limit it is aborted and fails', async () => {
  expect(
    await withLimit(
      1000,
      async () => 7,
      () => new Error('late'),
    ),
  ).toBe(7);
  let aborted = false;
  const work = withLimit(
    10,
    (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return never();
    },
    () => new Error('late'),
  );
  await expect(work).rejects.toThrow('late');
  expect(aborted).toBe(true);
});

test('a pause ends with an abort, before or during it', async () => {
  const abort = new AbortController();
  const waiting = pause(60_000, abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(pause(60_000, abort.signal)).rejects.toThrow('enough');
  await pause(1, new AbortController().signal);
});

test('an abort ends the waiting, not the work', async () => {
  const abort = new AbortController();
  const waiting = untilAborted(never(), abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(untilAborted(Promise.reject(new Error('later')), abort.signal)).rejects.toThrow('enough');
  expect(await untilAborted(Promise.resolve(1), new AbortController().signal)).toBe(1);
});
