import { Copy } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useInspection } from '../../app-stores.ts';
import { copyText } from '../../lib/copy-text.ts';
import { formatCount } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ServiceChoice } from './ServiceChoice.tsx';

/** What the engine says of a container, searchable. */
export function InspectPart() {
  const description = useInspection((state) => state.description);
  const error = useInspection((state) => state.error);
  return (
    <>
      <ServiceChoice what="description" />
      {description === null && error === null && <Skeleton width={60} height={120} />}
      {description === 'none' && <Notice mood="unknown" title="There is no container of this service yet." />}
      {description !== null && description !== 'none' && <Description json={description.json} />}
    </>
  );
}

function Description({ json }: { readonly json: string }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const lines = useMemo(() => json.split('\n'), [json]);
  const hits = useMemo(() => hitsIn(lines, text), [lines, text]);
  const current = hits[at % Math.max(1, hits.length)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its first hit, too.
  useEffect(() => {
    shown.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'center' });
  }, [current, text]);
  return (
    <>
      <form
        className="inspection-filter"
        onSubmit={(event) => {
          event.preventDefault();
          setAt(at + 1);
        }}
      >
        <label>
          <span className="visually-hidden">Search in the description</span>
          <input
            type="search"
            placeholder="Search"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
          />
        </label>
        <Button type="submit" disabledReason={hits.length < 2 ? 'There is no other line' : null}>
          Next
        </Button>
        <p className="inspection-hint" role="status">
          {text === '' ? 'Secrets are masked.' : `${formatCount(hits.length, 'line')} found`}
        </p>
        <Button icon={Copy} onClick={() => void copyText(json).then(setCopied)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </form>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached by keyboard. */}
      <section ref={shown} className="inspection-json" tabIndex={0} aria-label="Description of the container">
        <pre>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never change their places.
            <div key={index} data-current={index === current || undefined}>
              {hits.includes(index) ? <mark>{line}</mark> : line}
            </div>
          ))}
        </pre>
      </section>
    </>
  );
}

/** The places of the lines that have a text in them, capitals or not; none for an empty text. */
function hitsIn(lines: readonly string[], text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return lines.flatMap((line, index) => (line.toLowerCase().includes(wanted) ? [index] : []));
}
