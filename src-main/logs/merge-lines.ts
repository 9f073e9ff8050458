import type { LogFollower } from './follow-log.ts';
import type { Line } from './line-queue.ts';

/** A line with whose it is. */
export interface MergedLine extends Line {
  readonly follower: LogFollower;
}

/** How much is taken at once. */
export interface MergeLimit {
  readonly lines: number;
  /** UTF-16 units of text. */
  readonly text: number;
}

/**
 * Takes lines of all followers in the order of their times. A line waits while one of another service that is older may
 * still come.
 */
export function mergeLines(followers: readonly LogFollower[], limit: MergeLimit): readonly MergedLine[] {
  const taken: MergedLine[] = [];
  let text = 0;
  while (taken.length < limit.lines && text < limit.text) {
    const next = oldest(followers);
    if (next === null) break;
    const line = next.queue.take();
    if (line === undefined) break;
    taken.push({ ...line, follower: next });
    text += line.text.length;
  }
  return taken;
}

/** The follower whose first line is the oldest; null where there is none, or where an older one may come. */
function oldest(followers: readonly LogFollower[]): LogFollower | null {
  let found: LogFollower | null = null;
  let time = '';
  for (const follower of followers) {
    const first = follower.queue.first();
    if (first === undefined) {
      if (follower.mayBeBehind) return null;
    } else if (found === null || first.time < time) {
      found = follower;
      time = first.time;
    }
  }
  return found;
}
