import { Download, SearchCheck } from 'lucide-react';
import { useEffect } from 'react';
import { type ServiceName, serviceNames } from '../../../src-shared/docker.ts';
import type { ImagesState } from '../../../src-shared/images.ts';
import { useImages, useStores } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ImageBlock } from './ImageBlock.tsx';
import { ImageWorkNotice } from './ImageWorkNotice.tsx';
import './images.css';
import { isAtWork, workWords } from './image-words.ts';

/** Which images both services run on, getting newer ones, and the way back. */
export function ImagesPart() {
  const { images: store } = useStores();
  useEffect(() => void store.getState().open(), [store]);
  const images = useImages((state) => state.images);
  const error = useImages((state) => state.error);
  const failure = useImages((state) => state.failure);
  const problem = error ?? images?.problem ?? null;
  return (
    <section className="section" aria-label="Images">
      {images !== null && images.problem === null && <ImageActions images={images} />}
      {problem !== null && <ErrorNotice title="The images cannot be looked at." error={problem} />}
      {failure !== null && <ErrorNotice error={failure} onDismiss={() => store.getState().dismissFailure()} />}
      {images !== null && <ImageWorkNotice work={images.work} />}
      {images === null && error === null && <Waiting />}
      {problem === null &&
        images?.images.map((image) => <ImageBlock key={image.service} image={image} work={images.work} />)}
    </section>
  );
}

function ImageActions({ images: { images, work } }: { readonly images: ImagesState }) {
  const { images: store } = useStores();
  const asked = useImages((state) => state.asked);
  const look = useMay('images.look');
  const pull = useMay('images.pull');
  const busy = isAtWork(work) ? workWords(work) : null;
  const both: readonly ServiceName[] = images.filter(({ pinned }) => !pinned).map(({ service }) => service);
  const fixed = both.length === 0 ? 'Both services name a fixed image' : null;
  return (
    <div className="image-actions">
      <Button
        icon={SearchCheck}
        busy={asked === 'look'}
        disabledReason={look.why ?? busy}
        onClick={() => void store.getState().look()}
      >
        Look for newer images
      </Button>
      <Button
        kind="primary"
        icon={Download}
        busy={asked === 'pull'}
        disabledReason={pull.why ?? busy ?? fixed}
        onClick={() => void store.getState().act('pull', both)}
      >
        Update
      </Button>
      <p className="images-quiet">Update gets the newest image. The services stay as they are until you use it.</p>
    </div>
  );
}

function Waiting() {
  const late = useLate(true, 2000);
  return (
    <>
      {late && (
        <p className="section-hint" role="status">
          Still waiting for Docker
        </p>
      )}
      {serviceNames.map((name) => (
        <article key={name} className="image">
          <Skeleton width={12} />
          <Skeleton width={40} />
        </article>
      ))}
    </>
  );
}
