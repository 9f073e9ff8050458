import type { ServiceName } from '../../src-shared/docker.ts';
import type { ImageFacts, ServiceImage } from '../../src-shared/images.ts';
import { type ImageReference, readImageReference } from '../formats/image-reference.ts';
import { formerName } from './former.ts';
import type { EngineImage, ImageEngine, ImagesPorts, SeenService } from './ports.ts';
import { toFault } from './to-fault.ts';

/** What a registry said of a reference when it was asked last. */
export type RegistryAnswer = { readonly digest: string } | { readonly problem: string };

/** What the engine has for each service, with what registries are known to have. Faults: those of the engine. */
export async function lookAtImages(
  engine: ImageEngine,
  services: readonly SeenService[],
  answers: ReadonlyMap<string, RegistryAnswer>,
): Promise<readonly ServiceImage[]> {
  return Promise.all(services.map((service) => lookAt(engine, service, answers)));
}

async function lookAt(
  engine: ImageEngine,
  { name, reference, containerName, containerId }: SeenService,
  answers: ReadonlyMap<string, RegistryAnswer>,
): Promise<ServiceImage> {
  const parsed = reference === null ? null : readImageReference(reference);
  const factsOf = async (image: string | null) => {
    const found = image === null ? null : await engine.inspect(image);
    return found === null ? null : imageFacts(found, parsed);
  };
  const usedId = containerId === null ? null : await engine.ofContainer(containerId);
  const [used, present, former] = await Promise.all([
    factsOf(usedId),
    factsOf(reference),
    factsOf(containerName === null ? null : formerName(containerName).full),
  ]);
  const answer = reference === null ? undefined : answers.get(reference);
  return {
    ...{ service: name, reference, used, present },
    pinned: isPinned(parsed),
    // What is in use is not what one would go back to.
    former: former !== null && former.id === (used ?? present)?.id ? null : former,
    newer: newerOf(used, present, answer),
    problem: answer !== undefined && 'problem' in answer ? answer.problem : null,
  };
}

/** True where a name always means the same image: a digest, or the id of an image. */
export function isPinned(reference: ImageReference | null): boolean {
  return reference === null || reference.digest !== null;
}

function newerOf(
  used: ImageFacts | null,
  present: ImageFacts | null,
  answer: RegistryAnswer | undefined,
): ServiceImage['newer'] {
  if (used !== null && present !== null && used.id !== present.id) return 'here';
  if (answer === undefined || 'problem' in answer) return 'unknown';
  if (present === null) return 'registry';
  return answer.digest === present.digest ? 'none' : 'registry';
}

/** An image for the window; its digest is that of the registry that the reference names. */
export function imageFacts(image: EngineImage, reference: ImageReference | null): ImageFacts {
  const { id, created, size, repoDigests } = image;
  const own = repoDigests.find((one) => readImageReference(one)?.fullName === reference?.fullName);
  return { id, created, size, digest: own?.split('@')[1] ?? null };
}

/** Asks the registries of all references; each answer or the reason why there is none. */
export async function askRegistries(
  ports: Pick<ImagesPorts, 'credentials'>,
  engine: ImageEngine,
  services: readonly SeenService[],
): Promise<ReadonlyMap<string, RegistryAnswer>> {
  const references = [...new Set(services.flatMap(({ reference }) => (reference === null ? [] : [reference])))];
  const answers = await Promise.all(
    references.map(async (reference): Promise<readonly [string, RegistryAnswer]> => {
      const parsed = readImageReference(reference);
      if (parsed === null || isPinned(parsed))
        return [reference, { problem: 'It is a fixed image: nothing newer can come.' }];
      try {
        const digest = await engine.registryDigest(reference, await ports.credentials(parsed.registry));
        return [reference, { digest }];
      } catch (cause) {
        return [reference, { problem: toFault(cause, reference, parsed.registry).message }];
      }
    }),
  );
  return new Map(answers);
}

/** The services that go by the same image name as one of these. */
export function sharing(services: readonly SeenService[], names: readonly ServiceName[]): readonly SeenService[] {
  const wanted = new Set(services.flatMap(({ name, reference }) => (names.includes(name) ? [reference] : [])));
  return services.filter(({ reference }) => reference !== null && wanted.has(reference));
}
