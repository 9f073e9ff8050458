import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStores } from '../../app-stores.ts';
import type { KeptLines, LogFilter, LogRow } from '../../lib/log-rows.ts';

/** Height of a line that is not wrapped, in pixels, as the style sheet has it. */
export const rowHeight = 20;
/** Lines drawn below what is seen. */
const beyond = 2;

/** The part of the lines that is in sight. */
export interface LogWindow {
  readonly rows: readonly LogRow[];
  /** The place of the first of them. */
  readonly from: number;
  /** True while the newest line is in sight: new ones then push the old ones up. */
  readonly atEnd: boolean;
  follow(): void;
  /** To be called when the list was scrolled. */
  scrolled(): void;
  /** Brings a place into sight. */
  show(place: number, how: 'nearest' | 'middle'): void;
}

/** Asks for the lines in sight whenever the list is scrolled or there are others; one question at a time. */
export function useLogWindow(
  scroller: RefObject<HTMLDivElement | null>,
  kept: KeptLines,
  filter: LogFilter,
): LogWindow {
  const { logs } = useStores();
  const [sight, setSight] = useState<{ from: number; rows: readonly LogRow[] }>({ from: 0, rows: [] });
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true);
  const asking = useRef<'no' | 'asking' | 'again'>('no');

  const ask = useCallback(async () => {
    if (asking.current !== 'no') {
      asking.current = 'again';
      return;
    }
    do {
      asking.current = 'asking';
      const { current: list } = scroller;
      if (list === null) break;
      const count = Math.ceil(list.clientHeight / rowHeight) + beyond;
      const { shown } = logs.getState().kept;
      const last = Math.max(0, shown - Math.floor(list.clientHeight / rowHeight));
      const from = following.current ? last : Math.floor(list.scrollTop / rowHeight);
      const rows = await logs.getState().rows(from, count);
      setSight({ from, rows });
      // It may have been set by a call that came meanwhile.
    } while ((asking.current as string) === 'again');
    asking.current = 'no';
  }, [logs, scroller]);

  const follow = useCallback(() => {
    following.current = true;
    setAtEnd(true);
    const { current: list } = scroller;
    if (list !== null) list.scrollTop = list.scrollHeight;
    void ask();
  }, [ask, scroller]);

  const scrolled = useCallback(() => {
    const { current: list } = scroller;
    if (list === null) return;
    const isEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - rowHeight;
    following.current = isEnd;
    setAtEnd(isEnd);
    void ask();
  }, [ask, scroller]);

  const show = useCallback(
    (place: number, how: 'nearest' | 'middle') => {
      const { current: list } = scroller;
      if (list === null) return;
      const top = place * rowHeight;
      const { scrollTop, clientHeight } = list;
      if (how === 'middle') list.scrollTop = top - clientHeight / 2;
      else if (top < scrollTop) list.scrollTop = top;
      else if (top + rowHeight > scrollTop + clientHeight) list.scrollTop = top + rowHeight - clientHeight;
      scrolled();
    },
    [scrolled, scroller],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines are asked for anew.
  useLayoutEffect(() => {
    const { current: list } = scroller;
    if (following.current && list !== null) list.scrollTop = list.scrollHeight;
    void ask();
  }, [kept, filter, ask]);

  useKeptInPlace(kept, sight.rows[0]?.line ?? null, following, show);
  useEffect(() => {
    const { current: list } = scroller;
    if (list === null) return;
    const sizes = new ResizeObserver(() => (following.current ? follow() : void ask()));
    sizes.observe(list);
    return () => sizes.disconnect();
  }, [ask, follow, scroller]);

  return { rows: sight.rows, from: sight.from, atEnd, follow, scrolled, show };
}

/** Where the oldest lines went, what is being read stays where it is. */
function useKeptInPlace(
  { dropped }: KeptLines,
  firstLine: number | null,
  following: { readonly current: boolean },
  show: LogWindow['show'],
): void {
  const { logs } = useStores();
  const former = useRef(dropped);
  useEffect(() => {
    if (former.current === dropped) return;
    former.current = dropped;
    if (following.current || firstLine === null) return;
    void logs
      .getState()
      .placeOf(firstLine)
      .then((place) => show(place, 'nearest'));
  }, [dropped, firstLine, following, logs, show]);
}
