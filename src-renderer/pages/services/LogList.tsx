import { ArrowDownToLine } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLogs, useStores } from '../../app-stores.ts';
import { everyLine } from '../../lib/log-rows.ts';
import { useLate } from '../../lib/use-late.ts';
import { Button } from '../../ui/Button.tsx';
import { LogRow } from './LogRow.tsx';
import { chosenTo, isChosen, type LineSelection } from './selection.ts';
import { useLogKeys } from './use-log-keys.ts';
import { rowHeight, useLogWindow } from './use-log-window.ts';

/** The lines in sight of as many as there are. One stop for Tab; arrows walk, Shift chooses several, Ctrl+C copies. */
export function LogList(props: {
  readonly wrap: boolean;
  readonly selection: LineSelection;
  readonly setSelection: (selection: LineSelection) => void;
  readonly setCopied: (lines: number | null) => void;
}) {
  const { wrap, selection, setSelection, setCopied } = props;
  const { logs } = useStores();
  const scroller = useRef<HTMLDivElement>(null);
  const kept = useLogs((state) => state.kept);
  const filter = useLogs((state) => state.filter);
  const { rows, from, atEnd, follow, scrolled, show } = useLogWindow(scroller, kept, filter);
  const press = useLogKeys({ selection, setSelection, setCopied, kept, show, follow, from, scroller });

  // A line that was found is still in sight when the search is over.
  const chosen = useRef(selection.head);
  useLayoutEffect(() => {
    chosen.current = selection.head;
  });
  const former = useRef(filter);
  useEffect(() => {
    if (former.current === filter) return;
    former.current = filter;
    const line = chosen.current;
    if (line !== null)
      void logs
        .getState()
        .placeOf(line)
        .then((place) => show(place, 'middle'));
  }, [filter, logs, show]);

  return (
    <div className="logs-frame">
      <div
        ref={scroller}
        role="listbox"
        aria-label="Lines"
        aria-multiselectable="true"
        aria-activedescendant={rows.some(({ line }) => line === selection.head) ? `line-${selection.head}` : undefined}
        tabIndex={0}
        className={wrap ? 'logs-lines logs-wrapped' : 'logs-lines'}
        onScroll={scrolled}
        onKeyDown={press}
      >
        <div role="presentation" className="logs-space" style={{ height: kept.shown * rowHeight }}>
          <div role="presentation" className={wrap && atEnd ? 'logs-sight logs-sight-end' : 'logs-sight'}>
            {rows.map((row, index) => (
              <LogRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a place, round and round. What has left at one end is changed for what comes at the other, not drawn anew.
                key={(from + index) % rows.length}
                row={row}
                place={from + index}
                count={kept.shown}
                found={filter.text}
                chosen={isChosen(selection, row.line)}
                choose={(extend) => setSelection(chosenTo(selection, row.line, extend))}
              />
            ))}
          </div>
        </div>
      </div>
      <NoLines />
      {!atEnd && kept.shown > 0 && (
        <div className="logs-newest">
          <Button icon={ArrowDownToLine} onClick={follow}>
            Newest lines
          </Button>
        </div>
      )}
    </div>
  );
}

/** Why there is nothing to see. */
function NoLines() {
  const { logs } = useStores();
  const shown = useLogs(({ kept }) => kept.shown);
  const hasLines = useLogs(({ kept }) => kept.seen > kept.dropped);
  const hasAnswered = useLogs((state) => state.hasAnswered);
  const error = useLogs((state) => state.error);
  const late = useLate(!hasAnswered, 2000);
  if (shown > 0 || error !== null) return null;
  if (hasLines) {
    return (
      <div className="logs-empty" role="status">
        <p>No line is like this.</p>
        <Button onClick={() => void logs.getState().setFilter(everyLine)}>Show all lines</Button>
      </div>
    );
  }
  const words = hasAnswered ? 'Nothing has been logged yet.' : late ? 'Still waiting for Docker' : 'Reading the logs';
  return (
    <div className="logs-empty" role="status">
      <p>{words}</p>
    </div>
  );
}
