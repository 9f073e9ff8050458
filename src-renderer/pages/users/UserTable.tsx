import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { IndexedUser } from '../../lib/user-index.ts';
import type { SwitchOffer } from '../../switch-offer.ts';
import { rowAfter } from './row-keys.ts';
import type { UserOrder } from './user-order.ts';
import { seenWords } from './user-words.ts';
import './user-table.css';
import { UserTableHead } from './UserTableHead.tsx';
import { UserTableRow } from './UserTableRow.tsx';

/** Height of a row in pixels, as the style sheet has it. */
const rowHeight = 40;
/** Rows drawn beyond what is seen, so that nothing flashes while scrolling; while it rests, a key has fewer to draw. */
const beyond = { scrolling: 6, resting: 1 } as const;

/** What others can ask of the table. */
export interface UserTableHandle {
  /** Brings the focus to the row of a user; to the one it was last on, else the first, where they are not in sight. */
  focusRow(id: string | null): void;
}

/** The users, a row each; only those in sight are drawn. One row can be reached by Tab, the arrow keys go on from there. */
export function UserTable(props: {
  readonly rows: readonly IndexedUser[];
  readonly order: UserOrder;
  readonly setOrder: (order: UserOrder) => void;
  readonly openId: string | null;
  readonly open: (id: string) => void;
  readonly offer: SwitchOffer;
  /** Milliseconds; ages are counted from here. */
  readonly now: number;
  readonly ref: Ref<UserTableHandle>;
}) {
  const { rows, order, setOrder, openId, open, offer, now, ref } = props;
  const scroller = useRef<HTMLTableSectionElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  // Set where the focus is to go to a row that may not be drawn yet.
  const wanted = useRef<string | null>(null);
  const active = Math.max(0, indexOfId(rows, activeId ?? openId));
  const [isScrolling, setScrolling] = useState(false);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: isScrolling ? beyond.scrolling : beyond.resting,
    onChange: (changed) => setScrolling(changed.isScrolling),
    // The row that has the focus stays, however far the list is scrolled away from it.
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), active), [active]),
  });

  const goTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    wanted.current = row.user.id;
    setActiveId(row.user.id);
    virtualizer.scrollToIndex(index);
    // Where it is drawn already, perhaps nothing is drawn anew that could take the focus.
    focusWanted(scroller.current, wanted);
  };
  useLayoutEffect(() => focusWanted(scroller.current, wanted));
  useImperativeHandle(ref, () => ({ focusRow: (id) => goTo(Math.max(0, indexOfId(rows, id ?? activeId))) }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows begin at their top.
  useLayoutEffect(() => {
    // Asked of the list and not of the page, which would be laid out for it once more.
    if ((virtualizer.scrollOffset ?? 0) > 0) virtualizer.scrollToOffset(0);
  }, [order, rows.length]);
  useLayoutEffect(() => followFocus(scroller.current, activeId, wanted));

  const press = (event: KeyboardEvent<HTMLElement>) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : nextRow(event.key, active, rows, scroller);
    if (next === null) return;
    event.preventDefault();
    goTo(next);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the rows are walked by arrow keys, which makes it a grid.
    <table className="user-table" role="grid" aria-label="Users" aria-rowcount={rows.length + 1}>
      <UserTableHead order={order} setOrder={setOrder} />
      <tbody ref={scroller} onKeyDown={press}>
        {/* Stands for all rows, so that the list is as high as if all of them were drawn. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that holds nothing takes no focus. */}
        <tr className="user-table-space" aria-hidden="true" style={{ height: virtualizer.getTotalSize() }} />
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { user } = row;
          return (
            <UserTableRow
              // A place and not a person: what is drawn for one is changed for the next, which is much quicker than drawing anew.
              key={index}
              user={user}
              seen={seenWords(user.lastSeen, now)}
              index={index}
              top={start}
              active={index === active}
              opened={user.id === openId}
              offer={offer}
              open={open}
              activate={setActiveId}
            />
          );
        })}
      </tbody>
    </table>
  );
}

function indexOfId(rows: readonly IndexedUser[], id: string | null): number {
  return id === null ? -1 : rows.findIndex(({ user }) => user.id === id);
}

function withRow(shown: number[], row: number): number[] {
  if (shown.includes(row)) return shown;
  return [...shown, row].sort((a, b) => a - b);
}

function nextRow(
  key: string,
  active: number,
  rows: readonly IndexedUser[],
  scroller: { readonly current: HTMLElement | null },
): number | null {
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
  return rowAfter(key, active, rows.length, page);
}

/** Where the rows have moved under the focus, it goes along with the user it was on. */
function followFocus(scroller: HTMLElement | null, id: string | null, wanted: { current: string | null }): void {
  const focused = document.activeElement;
  if (id === null || wanted.current !== null || !(focused instanceof HTMLElement)) return;
  if (focused.dataset.user === undefined || focused.dataset.user === id || scroller?.contains(focused) !== true) return;
  wanted.current = id;
  focusWanted(scroller, wanted);
  wanted.current = null;
}

/** Focuses the wanted row as soon as it is drawn. */
function focusWanted(scroller: HTMLElement | null, wanted: { current: string | null }): void {
  if (wanted.current === null) return;
  const rows = [...(scroller?.querySelectorAll<HTMLElement>('[data-user]') ?? [])];
  const row = rows.find(({ dataset }) => dataset.user === wanted.current);
  if (row === undefined) return;
  wanted.current = null;
  row.focus({ preventScroll: true });
}
