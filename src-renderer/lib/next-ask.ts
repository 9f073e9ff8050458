let last = 0;

/** A number that no other question of this window has, by which main can be told to give it up. */
export function nextAsk(): number {
  last += 1;
  return last;
}
