import { serviceTitles } from '../../../src-shared/docker.ts';
import type { LightRagService } from '../../../src-shared/lightrag.ts';
import { formatCount, formatSpan } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { pipelineWords } from '../../services/lightrag-words.ts';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { accessWords, statusWords } from './document-words.ts';
import { ForgetCredential, LetIn } from './LetIn.tsx';

/** One server: its documents by state, what it works at, which LightRAG it is, and how the app is let in. */
export function LightRagBlock({ own }: { readonly own: LightRagService }) {
  const { service, state, problem, documents, pipeline } = own;
  const title = serviceTitles[service];
  const heading = `documents-${service}`;
  return (
    <article className="documents" aria-labelledby={heading}>
      <h2 id={heading} className="service-title">
        {title}
      </h2>
      {state === 'silent' && <p className="documents-quiet">{problem}</p>}
      {state === 'needs-key' || state === 'needs-login' ? <LetIn own={own} /> : null}
      {documents !== null && <Counts counts={documents} title={title} />}
      {pipeline !== null && <Work own={own} title={title} />}
      {state !== 'silent' && <About own={own} />}
    </article>
  );
}

function Counts({
  counts,
  title,
}: {
  readonly counts: NonNullable<LightRagService['documents']>;
  readonly title: string;
}) {
  if (counts.all === 0) return <p className="documents-quiet">There are no documents of this user yet.</p>;
  return (
    <dl className="documents-counts" aria-label={`Documents of ${title}`}>
      <div>
        <dt>{counts.all === 1 ? 'document' : 'documents'}</dt>
        <dd>{counts.all}</dd>
      </div>
      {statusWords(counts).map(({ status, count }) => (
        <div key={status} className={status === 'failed' ? 'documents-failed' : undefined}>
          <dt>{status}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Work({ own: { pipeline }, title }: { readonly own: LightRagService; readonly title: string }) {
  const now = useNow(1000);
  if (pipeline === null) return null;
  if (pipeline.blocked !== null) {
    return (
      <Notice mood="failed" role="status" title={`${title} changes nothing until its data is mended.`}>
        <p>{pipeline.blocked}</p>
      </Notice>
    );
  }
  const words = pipelineWords(pipeline);
  if (words === null) return <p className="documents-quiet">It has nothing to do.</p>;
  const since = pipeline.since === null ? '' : `, for ${formatSpan(now - Date.parse(pipeline.since))}`;
  return (
    <div className="documents-work" role="status">
      <p>
        At work: {words}
        {pipeline.documents > 0 && `, ${formatCount(pipeline.documents, 'document')}`}
        {since}
      </p>
      <ProgressBar label={`What ${title} works at`} done={pipeline.batch} total={pipeline.batches} />
      {pipeline.message !== '' && <p className="documents-message">{pipeline.message}</p>}
    </div>
  );
}

function About({ own }: { readonly own: LightRagService }) {
  const { version, apiVersion, access } = own;
  return (
    <p className="documents-quiet">
      {version === null ? 'LightRAG does not say its version' : `LightRAG ${version}`}
      {apiVersion !== null && `, API ${apiVersion}`}. {own.state === 'answers' && accessWords(access)}
      {own.state === 'answers' && access.from === 'entered' && <ForgetCredential own={own} />}
    </p>
  );
}
