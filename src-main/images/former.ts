import type { ImageEngine } from './ports.ts';

/** The repository of the names that the app gives to former images; the tag is the container's name, which an engine has once. */
const repository = 'persag-desktop/former';

/** The name under which the former image of a container is kept, so that no engine throws it away as nameless. */
export function formerName(container: string): {
  readonly repository: string;
  readonly tag: string;
  readonly full: string;
} {
  return { repository, tag: container, full: `${repository}:${container}` };
}

/** Keeps an image as the former one of a container. The one before loses that name; nothing is ever removed. */
export async function keepFormer(engine: ImageEngine, container: string, id: string): Promise<void> {
  const { tag } = formerName(container);
  await engine.tag(id, repository, tag);
}
