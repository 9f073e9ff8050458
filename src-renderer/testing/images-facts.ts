import type { ServiceName } from '../../src-shared/docker.ts';
import type { ImageFacts, ImagesState, ServiceImage } from '../../src-shared/images.ts';

/** An image as an engine has it. */
export function someImage(id: string, change: Partial<ImageFacts> = {}): ImageFacts {
  return {
    id: `sha256:${id.padEnd(64, '0')}`,
    digest: `sha256:${id.padEnd(64, 'd')}`,
    created: '2026-09-02T10:00:00.000Z',
    size: 1_240_000_000,
    ...change,
  };
}

/** What a service runs on: the newest there is. */
export function someServiceImage(service: ServiceName, change: Partial<ServiceImage> = {}): ServiceImage {
  const present = someImage('a');
  return {
    ...{ service, reference: 'ghcr.io/hkuds/lightrag:latest', pinned: false, used: present, present, former: null },
    ...{ newer: 'unknown', problem: null, ...change },
  };
}

/** Both on the same image, and nothing being done. */
export function someImages(change: Partial<ImagesState> = {}): ImagesState {
  const images = [someServiceImage('knowledge'), someServiceImage('memory')];
  return { images, problem: null, work: { state: 'none' }, ...change };
}
