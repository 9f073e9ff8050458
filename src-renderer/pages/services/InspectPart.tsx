import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
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
  const [copied, setCopied] = useState(false);
  const lines = useMemo(() => json.split('\n'), [json]);
  const wanted = text.toLowerCase();
  const hits = wanted === '' ? 0 : lines.filter((line) => line.toLowerCase().includes(wanted)).length;
  return (
    <>
      <div className="inspection-filter">
        <label>
          <span className="visually-hidden">Search in the description</span>
          <input type="search" placeholder="Search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <p className="inspection-hint" role="status">
          {wanted === '' ? 'Secrets are masked.' : `${formatCount(hits, 'line')} found`}
        </p>
        <Button icon={Copy} onClick={() => void copyText(json).then(setCopied)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached by keyboard. */}
      <section className="inspection-json" tabIndex={0} aria-label="Description of the container">
        <pre>
          {lines.map((line, index) => {
            const hit = wanted !== '' && line.toLowerCase().includes(wanted);
            if (wanted !== '' && !hit) return null;
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never change their places.
            return <div key={index}>{hit ? <mark>{line}</mark> : line}</div>;
          })}
        </pre>
      </section>
    </>
  );
}
