import { Play, Undo2 } from 'lucide-react';
import { serviceTitles } from '../../../src-shared/docker.ts';
import type { ImageFacts, ImageWork, ServiceImage } from '../../../src-shared/images.ts';
import { useImages, useStores } from '../../app-stores.ts';
import { formatBytes, formatDay } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { imageMood, imageSentence, isAtWork, shortDigest, workWords } from './image-words.ts';

/** One service's image: what it runs on, what there is besides, and the two ways from one to the other. */
export function ImageBlock({ image, work }: { readonly image: ServiceImage; readonly work: ImageWork }) {
  const { service, reference, used, present, former } = image;
  const title = serviceTitles[service];
  const heading = `image-${service}`;
  return (
    <article className="image" aria-labelledby={heading}>
      <div className="image-head">
        <h2 id={heading} className="service-title">
          {title}
        </h2>
        <code className="image-reference">{reference ?? 'its compose file cannot be read'}</code>
        <Moves image={image} work={work} />
      </div>
      <p className="image-sentence">
        <Shape mood={imageMood(image)} />
        {imageSentence(image)}
      </p>
      {image.problem !== null && <p className="images-quiet">{image.problem}</p>}
      <dl className="image-facts">
        <Facts label="In use" facts={used} />
        {present?.id !== used?.id && <Facts label="On this computer" facts={present} />}
        <Facts label="Former" facts={former} />
      </dl>
    </article>
  );
}

function Facts({ label, facts }: { readonly label: string; readonly facts: ImageFacts | null }) {
  if (facts === null) return null;
  const made = facts.created === null ? null : formatDay(facts.created);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <code title={facts.digest ?? facts.id}>{shortDigest(facts)}</code>
        <span>
          {made !== null && `made ${made}, `}
          {formatBytes(facts.size)}
        </span>
      </dd>
    </div>
  );
}

function Moves({ image, work }: { readonly image: ServiceImage; readonly work: ImageWork }) {
  const { service, newer, former, used } = image;
  const { images: store } = useStores();
  const asked = useImages((state) => state.asked);
  const use = useMay('images.use');
  const back = useMay('images.goBack');
  const title = serviceTitles[service];
  const busy = isAtWork(work) ? workWords(work) : null;
  const own = work.state === 'replacing' && work.services.includes(service);
  return (
    <div className="image-moves">
      {newer === 'here' && (
        <Button
          kind="primary"
          icon={Play}
          busy={own && asked === 'use'}
          disabledReason={use.why ?? busy}
          onClick={() => void store.getState().act('use', [service])}
        >
          Use it for {title}
        </Button>
      )}
      {former !== null && used !== null && (
        <Button
          icon={Undo2}
          label={`Go back to the former image of ${title}`}
          busy={own && asked === 'goBack'}
          disabledReason={back.why ?? busy}
          onClick={() => void store.getState().act('goBack', [service])}
        >
          Go back to the former image
        </Button>
      )}
    </div>
  );
}
