import { useEffect } from 'react';
import type { ServiceName } from '../../src-shared/docker.ts';
import { useLightRag, useStores } from '../app-stores.ts';
import { servicesHref } from '../lib/place.ts';
import { lightRagOf } from '../stores/lightrag.ts';
import { lightRagWords } from './lightrag-words.ts';

/** One of a service's facts: what it has and does, and the way to more. The server is asked while this is shown. */
export function LightRagFact({ service }: { readonly service: ServiceName }) {
  const { lightrag } = useStores();
  useEffect(() => lightrag.getState().watch(), [lightrag]);
  const own = useLightRag((state) => lightRagOf(state, service));
  const words = own === null ? null : lightRagWords(own);
  if (words === null) return null;
  return (
    <div title={words}>
      <dt>Documents</dt>
      <dd>
        <a href={servicesHref('documents')}>{words}</a>
      </dd>
    </div>
  );
}
