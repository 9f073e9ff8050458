import { useEffect } from 'react';
import { serviceNames } from '../../../src-shared/docker.ts';
import { useLightRag, useStores } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { lightRagOf } from '../../stores/lightrag.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LightRagBlock } from './LightRagBlock.tsx';
import './documents.css';

/** What both servers say of themselves: documents, what they work at, versions, and how the app is let in. */
export function DocumentsPart() {
  const { lightrag: store } = useStores();
  useEffect(() => store.getState().watch(), [store]);
  const known = useLightRag((state) => state.lightrag !== null);
  const error = useLightRag((state) => state.error);
  const failure = useLightRag((state) => state.failure);
  return (
    <section className="section" aria-label="Documents">
      {error !== null && <ErrorNotice title="The services cannot be asked." error={error} />}
      {failure !== null && <ErrorNotice error={failure} onDismiss={() => store.getState().dismissFailure()} />}
      {!known && error === null && <Waiting />}
      {known && serviceNames.map((name) => <OneService key={name} name={name} />)}
    </section>
  );
}

function OneService({ name }: { readonly name: (typeof serviceNames)[number] }) {
  const own = useLightRag((state) => lightRagOf(state, name));
  return own && <LightRagBlock own={own} />;
}

function Waiting() {
  const late = useLate(true, 2000);
  return (
    <>
      {late && (
        <p className="section-hint" role="status">
          Still waiting for both services
        </p>
      )}
      {serviceNames.map((name) => (
        <article key={name} className="documents">
          <Skeleton width={12} />
          <Skeleton width={40} />
        </article>
      ))}
    </>
  );
}
