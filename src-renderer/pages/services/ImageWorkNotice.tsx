import { Play, X } from 'lucide-react';
import type { ServiceName } from '../../../src-shared/docker.ts';
import type { ImageWork } from '../../../src-shared/images.ts';
import { useImages, useStores } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { shortDigest, workWords } from './image-words.ts';
import { PulledLayers } from './PulledLayers.tsx';

/** What is being done with images, or how the last of it ended. */
export function ImageWorkNotice({ work }: { readonly work: ImageWork }) {
  switch (work.state) {
    case 'none':
      return null;
    case 'pulling':
      return <Pulling work={work} />;
    case 'pulled':
      return <Pulled work={work} />;
    case 'failed':
      return <ErrorNotice error={work.error} />;
    default:
      return <Notice mood={work.state === 'replaced' ? 'ok' : 'starting'} role="status" title={workWords(work)} />;
  }
}

function Pulling({ work }: { readonly work: Extract<ImageWork, { state: 'pulling' }> }) {
  const { images: store } = useStores();
  const cancelling = useImages((state) => state.asked === 'cancel') || !work.cancellable;
  const { why } = useMay('images.cancel');
  return (
    <Notice
      mood="starting"
      role="status"
      title={workWords(work)}
      actions={
        <Button icon={X} busy={cancelling} disabledReason={why} onClick={() => void store.getState().cancel()}>
          Cancel
        </Button>
      }
    >
      <PulledLayers layers={work.layers} />
    </Notice>
  );
}

function Pulled({ work: { results } }: { readonly work: Extract<ImageWork, { state: 'pulled' }> }) {
  const { images: store } = useStores();
  const { why } = useMay('images.use');
  const images = useImages((state) => state.images?.images ?? []);
  const waiting: readonly ServiceName[] = images.filter(({ newer }) => newer === 'here').map(({ service }) => service);
  const changed = results.some((result) => result.changed);
  return (
    <Notice
      mood="ok"
      role="status"
      title={changed ? 'The newest image is here.' : 'The newest image was here already.'}
      {...(waiting.length < 2
        ? {}
        : {
            actions: (
              <Button
                kind="primary"
                icon={Play}
                disabledReason={why}
                onClick={() => void store.getState().act('use', waiting)}
              >
                Use it for both
              </Button>
            ),
          })}
    >
      {results.map(({ reference, before, after }) => (
        <p key={reference} className="image-result">
          <code>{reference}</code> {before === null ? 'is new: ' : `was ${shortDigest(before)}, is `}
          {shortDigest(after)}
        </p>
      ))}
    </Notice>
  );
}
