/** How often a thing is measured that has an absolute limit, after one time that is dropped. */
export const times = 40;

/** One thing that has an absolute limit instead of a floor: nineteen of twenty times it has to be within it. */
export interface Limited {
  readonly what: string;
  /** Milliseconds, one a time that it was done. */
  readonly taken: readonly number[];
  /** Largest value that 95 of 100 may take, in milliseconds. */
  readonly most: number;
}

/** The value that so many percent of all values do not exceed (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
