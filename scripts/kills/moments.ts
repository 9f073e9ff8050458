/** Moments at random: the same for the same seed. */
export interface Moments {
  /**
   * So many moments, spread evenly over a time and shuffled: one in each of as many equal parts of it, at random within.
   * @param length milliseconds
   */
  spread(count: number, length: number): readonly number[];
}

/** Makes moments of a seed. */
export function createMoments(seed: number): Moments {
  const random = randomOf(seed);
  return {
    spread(count, length) {
      const moments = Array.from({ length: count }, (_, index) => ((index + random()) / count) * length);
      for (let last = moments.length - 1; last > 0; last -= 1) {
        const other = Math.floor(random() * (last + 1));
        [moments[last], moments[other]] = [moments[other] ?? 0, moments[last] ?? 0];
      }
      return moments;
    },
  };
}

/** A small generator that is good enough for moments (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
