/**
 * Does something with each item, a few at a time. The first failure is thrown after those begun have ended, and no more
 * are begun.
 * @param limit how many at a time
 */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const failures: unknown[] = [];
  async function worker(): Promise<void> {
    for (const item of waiting) {
      if (failures.length > 0) return;
      try {
        await work(item);
      } catch (cause) {
        failures.push(cause);
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
}
