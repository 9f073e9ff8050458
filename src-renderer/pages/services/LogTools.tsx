import { Copy, Download, Pause, Play, WrapText } from 'lucide-react';
import { useLogs, useStores } from '../../app-stores.ts';
import { copyText } from '../../lib/copy-text.ts';
import { formatCount } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import type { LogsStore } from '../../stores/logs.ts';
import { Button } from '../../ui/Button.tsx';
import { countWords } from './log-words.ts';
import { type LineSelection, rangeOf } from './selection.ts';

/** A clipboard is no place for more; a file is. */
const mostCopied = 100_000;

/** Copies the chosen lines; answers how many, null where none are chosen or the clipboard refused. */
export async function copyLines({ piece }: Pick<LogsStore, 'piece'>, selection: LineSelection): Promise<number | null> {
  const range = rangeOf(selection);
  if (range === null) return null;
  const { text, lines } = await piece(range.from, range.to, mostCopied);
  return (await copyText(text)) ? lines : null;
}

/** What can be done with the lines. */
export function LogTools(props: {
  readonly wrap: boolean;
  readonly setWrap: (wrap: boolean) => void;
  readonly selection: LineSelection;
  readonly copied: number | null;
  readonly setCopied: (lines: number | null) => void;
}) {
  const { wrap, setWrap, selection, copied, setCopied } = props;
  const { logs } = useStores();
  const paused = useLogs((state) => state.paused);
  const kept = useLogs((state) => state.kept);
  const exporting = useLogs((state) => state.exporting);
  const { why } = useMay('logs.beginExport');
  const { setPaused } = logs.getState();
  const nothing = kept.shown === 0 ? 'There are no lines' : null;
  const said = copied === null ? countWords(kept) : `${formatCount(copied, 'line')} copied`;
  return (
    <div className="logs-tools" role="toolbar" aria-label="Logs">
      <Button icon={paused ? Play : Pause} onClick={() => setPaused(!paused)}>
        {paused ? 'Go on' : 'Pause'}
      </Button>
      <button type="button" className="button button-plain" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
        <WrapText size={14} aria-hidden />
        Wrap lines
      </button>
      <Button
        icon={Copy}
        disabledReason={rangeOf(selection) === null ? 'Choose lines first: click one, then another with Shift' : null}
        onClick={() => void copyLines(logs.getState(), selection).then(setCopied)}
      >
        Copy
      </Button>
      <Button
        icon={Download}
        busy={exporting !== null}
        disabledReason={why ?? nothing}
        onClick={() => void logs.getState().export()}
      >
        {exporting === null ? 'Export' : `Exporting ${exporting.lines.toLocaleString('en-GB')}`}
      </Button>
      <p className="logs-count" role={copied === null ? undefined : 'status'}>
        {paused && 'Paused, '}
        {said}
      </p>
    </div>
  );
}
