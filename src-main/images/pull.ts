import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { PullResult } from '../../src-shared/images.ts';
import { type ImageReference, readImageReference } from '../formats/image-reference.ts';
import { keepFormer } from './former.ts';
import { imageFacts, sharing } from './look.ts';
import type { ImageEngine, ImagesPorts, SeenService } from './ports.ts';
import { pullFault } from './pull-fault.ts';
import { noProgress, type PullProgress, withReport } from './pull-progress.ts';
import { toFault } from './to-fault.ts';

/** What one pull is about. */
export interface PullJob {
  readonly reference: string;
  readonly parsed: ImageReference;
  /** All that go by this image, so that the former one of each is kept. */
  readonly users: readonly SeenService[];
}

/** Hears of every change of a pull's progress, and of the last one as such. */
export type Tell = (progress: PullProgress, isLast: boolean) => void;

/** The pulls for these services: one for each image name. Faults: those of the files, `images/not-found`. */
export function pullJobs(services: readonly SeenService[], names: readonly ServiceName[]): readonly PullJob[] {
  const chosen = services.filter(({ name }) => names.includes(name));
  for (const { error } of chosen) {
    if (error !== null) throw new Fault(error.code, error.message, { hint: error.hint, details: error.details ?? [] });
  }
  const references = new Set(chosen.flatMap(({ reference }) => (reference === null ? [] : [reference])));
  return [...references].map((reference) => {
    const parsed = readImageReference(reference);
    if (parsed === null) {
      const message = `${reference} is an image of this engine and no name: no registry can have it.`;
      throw new Fault('images/not-found', message, { hint: 'Nothing to do, unless `image:` was meant to be a name.' });
    }
    const first = chosen.find((service) => service.reference === reference);
    return { reference, parsed, users: first === undefined ? [] : sharing(services, [first.name]) };
  });
}

/**
 * Does one. Containers stay as they are; what they run on is kept by name.
 * @param tell called with every change of the progress
 * Faults: `images/...`, those of the engine.
 */
export async function pullImage(
  { reference, parsed, users }: PullJob,
  ports: Pick<ImagesPorts, 'credentials'>,
  engine: ImageEngine,
  options: { readonly signal: AbortSignal; readonly tell: Tell },
): Promise<PullResult> {
  const { signal, tell } = options;
  const before = await engine.inspect(reference);
  await follow({ reference, parsed, users }, ports, engine, { signal, tell });
  const after = await engine.inspect(reference);
  if (after === null) throw pullFault('it ended before the image was there', reference, parsed.registry);
  for (const { containerName, containerId } of users) {
    if (containerName === null) continue;
    const former = (containerId === null ? null : await engine.ofContainer(containerId)) ?? before?.id ?? null;
    if (former !== null && former !== after.id) await keepFormer(engine, containerName, former);
  }
  return {
    ...{ reference, services: users.map(({ name }) => name) },
    before: before === null ? null : imageFacts(before, parsed),
    after: imageFacts(after, parsed),
    changed: before?.id !== after.id,
  };
}

async function follow(
  { reference, parsed }: PullJob,
  ports: Pick<ImagesPorts, 'credentials'>,
  engine: ImageEngine,
  { signal, tell }: { readonly signal: AbortSignal; tell: Tell },
): Promise<void> {
  let progress = noProgress;
  try {
    signal.throwIfAborted();
    const auth = await ports.credentials(parsed.registry);
    const source = { repository: parsed.repository, version: parsed.digest ?? parsed.tag ?? 'latest' };
    const stream = await engine.pull(source, auth, signal);
    for await (const line of linesOf(stream)) {
      progress = withReport(progress, line);
      tell(progress, false);
    }
    tell(progress, true);
  } catch (cause) {
    if (signal.aborted) throw cancelled(reference);
    throw toFault(cause, reference, parsed.registry);
  }
  if (signal.aborted) throw cancelled(reference);
  if (progress.failure !== null) throw pullFault(progress.failure, reference, parsed.registry);
}

function cancelled(reference: string): Fault {
  return new Fault('images/cancelled', `Getting the image ${reference} was ended.`);
}

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
