import type { Api } from '../../src-shared/contract.ts';
import type { FakeParts } from './fake-home-parts.ts';
import { someImages } from './images-facts.ts';
import { someLightRagState } from './lightrag-facts.ts';

/** The domains behind the parts of the page Services that have one of their own. */
export function fakeServiceParts({ states, read, record, listen }: FakeParts): Pick<Api, 'images' | 'lightrag'> {
  const images = () => states.images ?? someImages();
  const lightrag = () => states.lightrag ?? someLightRagState();
  return {
    images: {
      get: () => read(states.images),
      look: () => record('images.look', undefined, images()),
      pull: (input) => record('images.pull', input, images()),
      cancel: () => record('images.cancel', undefined, images()),
      use: (input) => record('images.use', input, images()),
      goBack: (input) => record('images.goBack', input, images()),
      onChanged: listen('images'),
    },
    lightrag: {
      get: () => read(states.lightrag),
      // Asked all the time while somebody looks; only asking again is somebody's doing.
      look: (input) => (input.again === true ? record('lightrag.look', input, lightrag()) : read(states.lightrag)),
      enter: (input) => record('lightrag.enter', input, lightrag()),
      forget: (input) => record('lightrag.forget', input, lightrag()),
      onChanged: listen('lightrag'),
    },
  };
}
