import type { KeyboardEvent, RefObject } from 'react';
import { useStores } from '../../app-stores.ts';
import type { KeptLines } from '../../lib/log-rows.ts';
import { copyLines } from './LogTools.tsx';
import { chosenTo, type LineSelection, noSelection } from './selection.ts';
import { type LogWindow, rowHeight } from './use-log-window.ts';

/** What the keys of the list work on. */
export interface LogKeys extends Pick<LogWindow, 'show' | 'follow' | 'from'> {
  readonly selection: LineSelection;
  readonly setSelection: (selection: LineSelection) => void;
  readonly setCopied: (lines: number | null) => void;
  readonly kept: KeptLines;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** Arrows, pages, Home and End walk through the lines, with Shift they choose; Ctrl+A, Ctrl+C, Escape. */
export function useLogKeys(keys: LogKeys): (event: KeyboardEvent) => void {
  const { selection, setSelection, setCopied, kept, show, follow, from, scroller } = keys;
  const { logs } = useStores();

  async function goTo(place: number, extend: boolean): Promise<void> {
    const [row] = await logs.getState().rows(place, 1);
    if (row === undefined) return;
    setSelection(chosenTo(selection, row.line, extend));
    if (place === kept.shown - 1) follow();
    else show(place, 'nearest');
  }

  async function walk(key: string, extend: boolean): Promise<void> {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const { head } = selection;
    // Its place is asked for: lines may have come and gone since it was chosen.
    const at = head === null ? from - 1 : await logs.getState().placeOf(head);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const place = key === 'Home' ? 0 : key === 'End' ? kept.shown - 1 : at + (steps[key] ?? 0);
    await goTo(Math.min(Math.max(0, place), kept.shown - 1), extend);
  }

  return (event) => {
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (control && key.toLowerCase() === 'a') setSelection({ anchor: kept.dropped, head: kept.seen - 1 });
    else if (control && key.toLowerCase() === 'c') void copyLines(logs.getState(), selection).then(setCopied);
    else if (key === 'Escape') setSelection(noSelection);
    else if (!control && /^(Arrow(Up|Down)|Page(Up|Down)|Home|End)$/.test(key)) void walk(key, shiftKey);
    else return;
    event.preventDefault();
  };
}
