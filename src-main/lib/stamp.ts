import type { DiskEntry } from './disk.ts';

/** A clock that counts whole seconds, or two of them as FAT does, may give two writes the same time. */
const coarse = 3000;
/** So may the system's own clock within one of its ticks, which are of 1 to 10 ms. */
const fine = 50;

/**
 * What tells this state of a file or folder from any later one. Null where it does not yet: what was written a moment ago
 * can be written again without the time of it being another, and a time in the future says nothing.
 */
export function stampOf({ stamp, stampedAt }: DiskEntry): string | null {
  const age = Date.now() - stampedAt;
  return age > (Number.isInteger(stampedAt) ? coarse : fine) ? stamp : null;
}
