import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for a condition instead of a time: asks `probe` again and again until it gives something other than
 * undefined or false.
 * @param what the condition in words, for the error
 * @param limit milliseconds until it gives up with an Error, whose cause is what the last probe threw, if it threw
 */
export async function waitFor<T>(
  what: string,
  limit: number,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    let cause: unknown;
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
    } catch (thrown) {
      cause = thrown;
    }
    if (performance.now() > end) throw new Error(`Waited ${limit} ms in vain: ${what}`, { cause });
    await pause(15);
  }
}
