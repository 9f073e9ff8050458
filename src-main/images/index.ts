import type { Feature } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ImageWork, images, PullResult } from '../../src-shared/images.ts';
import { createImageBoard } from './image-board.ts';
import type { ImagesPorts } from './ports.ts';
import { type PullJob, pullImage, pullJobs, type Tell } from './pull.ts';
import type { PullProgress } from './pull-progress.ts';
import { goBack, useImages } from './replace.ts';

/** The images feature, with its end. */
export interface ImagesFeature extends Feature<typeof images> {
  /** Ends a pull, and waits until what runs is at rest. */
  end(): Promise<void>;
}

/** How often the progress of a pull is told, in milliseconds: engines report hundreds of times a second. */
const tellEveryMs = 100;

/** Makes the images feature; nothing is asked before somebody looks. */
export function createImages(ports: ImagesPorts): ImagesFeature {
  const { clock } = ports;
  const held = holding(ports);
  const board = createImageBoard(ports);
  const off = new AbortController();
  let pulling: AbortController | null = null;
  let isLookedAt = false;
  const now = () => clock.now().toISOString();

  async function pullOne(job: PullJob, { signal }: AbortController): Promise<PullResult> {
    const known = board.state().images.find(({ reference }) => reference === job.reference);
    const base = {
      ...{ state: 'pulling' as const, reference: job.reference, services: job.users.map(({ name }) => name) },
      ...{ startedAt: now(), before: known?.present?.digest ?? null },
    };
    const show = ({ layers }: Pick<PullProgress, 'layers'>) =>
      board.setWork({ ...base, layers, cancellable: !signal.aborted });
    show({ layers: [] });
    const tell = atMostEvery(tellEveryMs, clock.tick, show);
    return pullImage(job, ports, await ports.engine(), { signal, tell });
  }

  async function pullAll(names: readonly ServiceName[], cancel: AbortController): Promise<ImageWork> {
    await board.look();
    const results: PullResult[] = [];
    for (const job of pullJobs(await ports.services(), names)) {
      const result = await pullOne(job, cancel);
      results.push(result);
      board.learn(job.reference, result.after.digest);
    }
    return { state: 'pulled', results, endedAt: now() };
  }

  const replacing = (back: boolean) => (choice: { readonly services: readonly ServiceName[] }) =>
    board.doing(() =>
      held(`moving ${choice.services.join(' and ')} to another image`, choice.services, async () => {
        board.setWork({ state: 'replacing', services: choice.services, back });
        const act = back ? goBack : useImages;
        const services = await act(choice.services, await ports.services(), await ports.engine(), ports, off.signal);
        return { state: 'replaced', services, back, endedAt: now() };
      }),
    );

  // Other containers run on other images: whoever has looked is told.
  const deaf = ports.onContainers(() => void (isLookedAt && board.running() === null && board.look()));

  return {
    get() {
      isLookedAt = true;
      return board.look();
    },
    look: board.lookFar,
    pull: ({ services }) =>
      board.doing(() =>
        held(`getting the image of ${services.join(' and ')}`, [], async () => {
          pulling = new AbortController();
          try {
            return await pullAll(services, pulling);
          } finally {
            pulling = null;
          }
        }),
      ),
    async cancel() {
      pulling?.abort();
      await board.running();
      return board.state();
    },
    use: replacing(false),
    goBack: replacing(true),
    onChanged: board.onChanged,
    async end() {
      deaf();
      pulling?.abort();
      off.abort(new Fault('docker/interrupted', 'It was interrupted, as the app is being closed.'));
      await board.running();
    },
  };
}

/** Does things with the home held: a switch in the midst of it would make one container of the old image and one of the new. */
function holding(ports: Pick<ImagesPorts, 'hold'>) {
  return async (what: string, names: readonly ServiceName[], act: () => Promise<ImageWork>): Promise<ImageWork> => {
    const release = await ports.hold(what, names);
    try {
      return await act();
    } finally {
      await release();
    }
  };
}

/** Lets what is told through at most once in a time, and the last of it always. */
function atMostEvery(ms: number, tick: () => number, act: (progress: PullProgress) => void): Tell {
  let last = Number.NEGATIVE_INFINITY;
  return (progress, isLast) => {
    if (!isLast && tick() - last < ms) return;
    last = tick();
    act(progress);
  };
}
