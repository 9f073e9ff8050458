/** Where a key leads from a row of `count`, `page` rows being seen at once; null for keys that lead nowhere. */
export function rowAfter(key: string, at: number, count: number, page: number): number | null {
  const aims: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const aim = aims[key];
  return aim === undefined || count === 0 ? null : Math.max(0, Math.min(aim, count - 1));
}
