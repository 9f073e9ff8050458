/** How many of something there were when the window last knew; null where it never did. */
export function lastCount(what: string): number | null {
  const count = Number(localStorage.getItem(key(what)) ?? Number.NaN);
  return Number.isInteger(count) && count > 0 ? Math.min(count, 8) : null;
}

/** Keeps how many there are, for the next time the window waits for them. */
export function keepCount(what: string, count: number): void {
  localStorage.setItem(key(what), String(count));
}

function key(what: string): string {
  return `count of ${what}`;
}
