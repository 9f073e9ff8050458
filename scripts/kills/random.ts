/** Numbers from 0 to below 1, the same at every run with the same seed. */
export type Random = () => number;

/** Makes them. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    // Two rounds of mixing, as neighbouring seeds would begin alike otherwise.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
