import type { Unsubscribe } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ImagesState, ImageWork, ServiceImage } from '../../src-shared/images.ts';
import { toAppError } from '../lib/app-error.ts';
import { createEmitter } from '../lib/emitter.ts';
import { askRegistries, lookAtImages, type RegistryAnswer } from './look.ts';
import type { ImagesPorts } from './ports.ts';

/** What is known of the images, and what is being done with them. */
export interface ImageBoard {
  state(): ImagesState;
  onChanged(listener: (state: ImagesState) => void): Unsubscribe;
  setWork(work: ImageWork): void;
  /** Looks at the engine anew and tells; what keeps it from being asked is a part of the state. */
  look(): Promise<ImagesState>;
  /** The same, after the registries were asked. */
  lookFar(): Promise<ImagesState>;
  /** The registry has this under a name: it has just come from there. */
  learn(reference: string, digest: string | null): void;
  /**
   * One work at a time: how it ended is a state, and thrown for whoever asked. Fault: `switching/busy`, and those of the work.
   */
  doing(work: () => Promise<ImageWork>): Promise<ImagesState>;
  /** What runs, null where nothing does; never rejects. */
  running(): Promise<unknown> | null;
}

/** Makes the board. */
export function createImageBoard(ports: ImagesPorts): ImageBoard {
  const { clock, log } = ports;
  const changed = createEmitter<ImagesState>((cause) => log.error('a listener of the images failed', cause));
  const answers = new Map<string, RegistryAnswer>();
  let seen: readonly ServiceImage[] = [];
  let problem: ImagesState['problem'] = null;
  let work: ImageWork = { state: 'none' };
  let running: Promise<unknown> | null = null;

  const state = (): ImagesState => ({ images: seen, problem, work });
  function setWork(next: ImageWork): void {
    work = next;
    changed.emit(state());
  }

  async function look(): Promise<ImagesState> {
    try {
      seen = await lookAtImages(await ports.engine(), await ports.services(), answers);
      problem = null;
    } catch (cause) {
      problem = toAppError(cause, log);
    }
    const told = state();
    changed.emit(told);
    return told;
  }

  async function attempt(act: () => Promise<ImageWork>): Promise<void> {
    try {
      setWork(await act());
    } catch (cause) {
      const error = toAppError(cause, log);
      const endedAt = clock.now().toISOString();
      setWork(error.code === 'images/cancelled' ? { state: 'none' } : { state: 'failed', error, endedAt });
      throw cause;
    } finally {
      await look();
    }
  }

  return {
    ...{ state, setWork, look, onChanged: changed.on },
    async lookFar() {
      try {
        const said = await askRegistries(ports, await ports.engine(), await ports.services());
        for (const [reference, answer] of said) answers.set(reference, answer);
      } catch (cause) {
        // What keeps the engine from being asked is told by the look that follows.
        log.info(`the registries were not asked: ${String(cause)}`);
      }
      return look();
    },
    learn(reference, digest) {
      if (digest === null) answers.delete(reference);
      else answers.set(reference, { digest });
    },
    async doing(act) {
      if (running !== null) throw new Fault('switching/busy', 'Something is being done with the images already.');
      const turn = attempt(act);
      running = turn.catch(() => undefined);
      try {
        await turn;
      } finally {
        running = null;
      }
      return state();
    },
    running: () => running,
  };
}
