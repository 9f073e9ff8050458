/** How often each side is measured, after one round that is dropped. */
export const rounds = 10;

/** What was measured of one row: medians, in milliseconds or megabytes. */
export interface Figures {
  readonly ours: number;
  /** Null where there is nothing to measure against. */
  readonly floor: number | null;
  /** The quickest and the slowest of ours, to show how far the median can be trusted. */
  readonly spread: readonly [number, number];
}

/** One measurement: does the thing once and answers with what it took. */
export type Measure = () => Promise<number>;

/** Measures both sides in turns, so that whatever slows the machine down slows down both. */
export async function compare(ours: Measure, floor: Measure, count = rounds): Promise<Figures> {
  const taken: { ours: number; floor: number }[] = [];
  for (let round = 0; round <= count; round += 1) {
    const pair = { ours: await ours(), floor: await floor() };
    if (round > 0) taken.push(pair);
  }
  const all = taken.map((pair) => pair.ours);
  return {
    ours: median(all),
    floor: median(taken.map((pair) => pair.floor)),
    spread: [Math.min(...all), Math.max(...all)],
  };
}

/** Times one run. @returns milliseconds */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** The value that 95 of 100 are not above. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  const [low = Number.NaN, high = Number.NaN] = pair;
  return (low + high) / 2;
}
