import { expect } from 'vitest';

/** Waits for a condition, at most 10 s. */
export async function until(check: () => unknown): Promise<void> {
  await expect.poll(async () => Boolean(await check()), { timeout: 10_000, interval: 10 }).toBe(true);
}
