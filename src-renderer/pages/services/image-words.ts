import { serviceTitles } from '../../../src-shared/docker.ts';
import type { ImageFacts, ImageWork, PulledLayer, ServiceImage } from '../../../src-shared/images.ts';
import { formatBytes, formatList } from '../../lib/format.ts';

/** True while something is being done that nothing else can be done beside. */
export function isAtWork({ state }: ImageWork): boolean {
  return state === 'pulling' || state === 'replacing';
}

/** What is being done, or how it ended, as a sentence. */
export function workWords(work: ImageWork): string {
  switch (work.state) {
    case 'pulling':
      return `Getting ${work.reference}`;
    case 'pulled':
      return 'The image is here';
    case 'replacing':
      return work.back
        ? `Going back to the former image: ${namesOf(work.services)}`
        : `Moving ${namesOf(work.services)} to the new image`;
    case 'replaced': {
      const verb = work.services.length === 1 ? 'runs' : 'run';
      return `${namesOf(work.services)} ${verb} on the ${work.back ? 'former' : 'new'} image.`;
    }
    case 'failed':
      return work.error.message;
    case 'none':
      return '';
  }
}

const namesOf = (services: ServiceImage['service'][] | readonly ServiceImage['service'][]) =>
  formatList(services.map((name) => serviceTitles[name]));

/** How a service's image does. */
export function imageMood({ newer, present, used }: ServiceImage): 'ok' | 'warn' | 'unknown' | 'failed' {
  if (present === null && used === null) return 'failed';
  if (newer === 'here' || newer === 'registry') return 'warn';
  return newer === 'none' ? 'ok' : 'unknown';
}

/** The same as a sentence. */
export function imageSentence({ newer, present, used, pinned, reference }: ServiceImage): string {
  if (present === null && used === null) return 'This computer does not have the image yet.';
  if (newer === 'here') return 'Another image is here under the same name and is not used yet.';
  if (newer === 'registry') return 'The registry has a newer image.';
  if (newer === 'none') return 'It is the newest the registry has.';
  if (pinned && reference !== null) return 'It is named by its digest, so nothing newer can come.';
  return 'Whether there is a newer one is not known.';
}

/** A digest as people compare it; the engine's own id where it never came from a registry. */
export function shortDigest({ digest, id }: ImageFacts): string {
  return (digest ?? id).replace(/^sha256:/, '').slice(0, 12);
}

/** Bytes fetched and in all, of the layers of which that is known. */
export function bytesOf(layers: readonly PulledLayer[]): { readonly done: number; readonly total: number } {
  const known = layers.filter(({ total }) => total !== null);
  const fetched = ({ state, current, total }: PulledLayer) =>
    // What is counted while it is unpacked are other bytes: by then all is fetched.
    state === 'downloading' || state === 'waiting' ? current : (total ?? 0);
  return {
    done: known.reduce((sum, layer) => sum + fetched(layer), 0),
    total: known.reduce((sum, { total }) => sum + (total ?? 0), 0),
  };
}

/** How a layer does, in a few words. */
export function layerWords({ state, current, total }: PulledLayer): string {
  switch (state) {
    case 'waiting':
      return 'waiting';
    case 'downloading':
      return total === null ? formatBytes(current) : `${formatBytes(current)} of ${formatBytes(total)}`;
    case 'downloaded':
      return 'fetched';
    case 'extracting':
      return 'being unpacked';
    case 'done':
      return 'done';
    case 'exists':
      return 'here already';
  }
}
