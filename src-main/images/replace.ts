import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { readImageReference } from '../formats/image-reference.ts';
import { formerName, keepFormer } from './former.ts';
import { isPinned, sharing } from './look.ts';
import type { ImageEngine, ImagesPorts, SeenService } from './ports.ts';

/** A service whose container is to be made of another image, with the image it runs on. */
interface Moving extends SeenService {
  readonly containerName: string;
  readonly reference: string;
  readonly usedId: string;
}

type Parts = Pick<ImagesPorts, 'beginReplacement' | 'log'>;

/**
 * Makes new containers of what their image names mean by now. Where they do not answer, the old containers come back, and
 * the name means the former image again. Faults: `images/nothing-new`, `images/taken-back`, those of a replacement.
 * @returns the services that were moved
 */
export async function useImages(
  names: readonly ServiceName[],
  services: readonly SeenService[],
  engine: ImageEngine,
  parts: Parts,
  signal: AbortSignal,
): Promise<readonly ServiceName[]> {
  const chosen = await movable(
    services.filter(({ name }) => names.includes(name)),
    engine,
  );
  const moving: Moving[] = [];
  for (const one of chosen) {
    const present = await engine.inspect(one.reference);
    if (present !== null && present.id !== one.usedId) moving.push(one);
  }
  if (moving.length === 0) throw nothingNew(names);
  for (const { containerName, usedId } of moving) await keepFormer(engine, containerName, usedId);
  await replace(moving, parts, signal, () => nameBack(engine, moving));
  return moving.map(({ name }) => name);
}

/**
 * Makes new containers of the former image, for all services that go by the same name; what they ran on becomes the former
 * one, so that the way leads back again. Faults: `images/no-former`, `images/taken-back`, those of a replacement.
 */
export async function goBack(
  names: readonly ServiceName[],
  services: readonly SeenService[],
  engine: ImageEngine,
  parts: Parts,
  signal: AbortSignal,
): Promise<readonly ServiceName[]> {
  const moving = await movable(sharing(services, names), engine);
  const formers = new Map<string, string>();
  for (const { containerName, usedId } of moving) {
    const former = await engine.inspect(formerName(containerName).full);
    if (former !== null && former.id !== usedId) formers.set(containerName, former.id);
  }
  const going = moving.filter(({ containerName }) => formers.has(containerName));
  const [first] = going;
  if (first === undefined) throw new Fault('images/no-former', `There is no former image of ${titles(names)}.`);
  for (const { containerName, usedId, reference } of going) {
    await name(engine, formers.get(containerName) ?? usedId, reference);
    await keepFormer(engine, containerName, usedId);
  }
  await replace(going, parts, signal, async () => {
    await nameBack(engine, going);
    for (const { containerName, usedId } of going) {
      await keepFormer(engine, containerName, formers.get(containerName) ?? usedId);
    }
  });
  return going.map((one) => one.name);
}

/** Those that have a container, and a name that can mean another image. */
async function movable(services: readonly SeenService[], engine: ImageEngine): Promise<readonly Moving[]> {
  const found = await Promise.all(
    services.map(async (service) => {
      const { containerName, containerId, reference } = service;
      if (containerName === null || containerId === null || reference === null) return [];
      if (isPinned(readImageReference(reference))) return [];
      const usedId = await engine.ofContainer(containerId);
      return usedId === null ? [] : [{ ...service, containerName, reference, usedId }];
    }),
  );
  return found.flat();
}

async function replace(
  moving: readonly Moving[],
  { beginReplacement, log }: Parts,
  signal: AbortSignal,
  takeBackNames: () => Promise<void>,
): Promise<void> {
  let replacement: Awaited<ReturnType<Parts['beginReplacement']>>;
  try {
    replacement = await beginReplacement(moving.map((one) => one.name));
  } catch (cause) {
    await takeBackNames();
    throw cause;
  }
  try {
    await replacement.run(signal);
    await replacement.answered(signal);
    await replacement.mountsBelong();
  } catch (cause) {
    await takeBackNames();
    await replacement.undo();
    throw takenBack(moving, cause);
  }
  try {
    await replacement.commit();
  } catch (cause) {
    // The new ones run and answer; what stands aside is removed by the next start.
    log.warn(`old containers could not be removed: ${String(cause)}`);
  }
}

async function nameBack(engine: ImageEngine, moving: readonly Moving[]): Promise<void> {
  for (const { usedId, reference } of moving) await name(engine, usedId, reference);
}

async function name(engine: ImageEngine, id: string, reference: string): Promise<void> {
  const parsed = readImageReference(reference);
  if (parsed !== null && parsed.tag !== null) await engine.tag(id, parsed.repository, parsed.tag);
}

function nothingNew(names: readonly ServiceName[]): Fault {
  return new Fault(
    'images/nothing-new',
    `${titles(names)} already run on what their image name means, or have no container.`,
  );
}

function takenBack(moving: readonly Moving[], cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  const details = cause instanceof Fault ? [cause.code, ...cause.details] : [];
  const message = `${titles(moving.map((one) => one.name))} did not come up on the other image, and run as before: ${why}`;
  return new Fault('images/taken-back', message, { cause, details });
}

function titles(names: readonly ServiceName[]): string {
  return names.map((one) => serviceTitles[one]).join(' and ');
}
