import * as z from 'zod';

/** Wrong tries at one passphrase since it was last given right. */
export interface Tries {
  readonly failures: number;
  /** ISO time of the last one. */
  readonly lastAt: string;
}

const shape = z.object({ failures: z.number().int().min(1).max(1_000_000), lastAt: z.iso.datetime() });

/** From this wrong try on the next one has to wait: everybody mistypes once or twice. */
const firstDelayed = 3;
/** Longest delay, in milliseconds. */
const longest = 15 * 60_000;

/** The tries a file's text tells of; null where there are none, or where it cannot be understood. */
export function readTries(text: string | null): Tries | null {
  if (text === null) return null;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Milliseconds between that many wrong tries and the next: none, none, 2 s, 4 s, 8 s and so on up to 15 min. */
export function delayAfter(failures: number): number {
  return failures < firstDelayed ? 0 : Math.min(longest, 1000 * 2 ** Math.min(failures - firstDelayed + 1, 20));
}

/** Milliseconds until the next try is taken. */
export function waitOf(tries: Tries | null, now: number): number {
  if (tries === null) return 0;
  const delay = delayAfter(tries.failures);
  // A clock that was set back must not lock somebody out for longer than the delay.
  return Math.min(delay, Math.max(0, Date.parse(tries.lastAt) + delay - now));
}
