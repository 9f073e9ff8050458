import { useEffect, useState } from 'react';
import { useLogs, useStores } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { LogFilters } from './LogFilters.tsx';
import { LogList } from './LogList.tsx';
import { LogTools } from './LogTools.tsx';
import { sourceWords } from './log-words.ts';
import './logs.css';
import { type LineSelection, noSelection } from './selection.ts';
import { useWhileSeen } from './use-while-seen.ts';

/** The logs of both services on one time line. Nothing is read while nobody looks. */
export function LogsPart() {
  const { logs } = useStores();
  const [wrap, setWrap] = useState(false);
  const [selection, setSelection] = useState<LineSelection>(noSelection);
  const [copied, setCopied] = useState<number | null>(null);
  useWhileSeen(logs.getState().read);
  // What was copied is said for a moment.
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 4000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="logs">
      <LogFilters />
      <LogTools wrap={wrap} setWrap={setWrap} selection={selection} copied={copied} setCopied={setCopied} />
      <LogNotices />
      <LogList wrap={wrap} selection={selection} setSelection={setSelection} setCopied={setCopied} />
    </div>
  );
}

function LogNotices() {
  const { logs } = useStores();
  const sources = useLogs((state) => state.sources);
  const error = useLogs((state) => state.error);
  const exported = useLogs((state) => state.exported);
  const exportError = useLogs((state) => state.exportError);
  const { read, dismiss } = logs.getState();
  const words = sourceWords(sources);
  return (
    <>
      {words.length > 0 && (
        <ul className="logs-sources" aria-label="Services whose log is not being read">
          {words.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {error !== null && (
        <ErrorNotice
          title="The logs cannot be read."
          error={error}
          actions={<Button onClick={() => read()}>Try again</Button>}
        />
      )}
      {exportError !== null && <ErrorNotice title="Nothing was exported." error={exportError} onDismiss={dismiss} />}
      {exported !== null && (
        <Notice
          mood="ok"
          role="status"
          title={`${formatCount(exported.lines, 'line')} exported, with secrets masked.`}
          onDismiss={dismiss}
        >
          <p>
            <code>{exported.path}</code>
          </p>
        </Notice>
      )}
    </>
  );
}
