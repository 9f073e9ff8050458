import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { ImagesState } from '../../src-shared/images.ts';
import { settle } from '../lib/settle.ts';

/** What can be asked for. */
export type ImageAct = 'look' | 'pull' | 'use' | 'goBack' | 'cancel';

/** The images of both services as main knows them, and what was asked from here. */
export interface ImagesStore {
  /** Null before somebody has looked. */
  readonly images: ImagesState | null;
  /** Why it is not known. */
  readonly error: AppError | null;
  readonly asked: ImageAct | null;
  /** Why the last thing that was asked was refused, until dismissed; how work that was begun ended is a part of the state. */
  readonly failure: AppError | null;
  connect(): Unsubscribe;
  /** Looks at the engine anew; to be called by whoever shows it. */
  open(): Promise<void>;
  /** Asks the registries. */
  look(): Promise<void>;
  act(act: 'pull' | 'use' | 'goBack', services: readonly ServiceName[]): Promise<void>;
  cancel(): Promise<void>;
  dismissFailure(): void;
}

/** Makes the store of the images domain; it asks for nothing before somebody looks. */
export function createImagesStore(api: Api['images']): StoreApi<ImagesStore> {
  return createStore((set, get) => {
    async function ask(act: ImageAct, call: () => ReturnType<Api['images']['get']>): Promise<void> {
      set({ asked: act, failure: null });
      const answer = await settle(call());
      set({ asked: get().asked === act ? null : get().asked });
      if (answer.ok) return;
      // What was begun and failed is told by the state, with its time.
      const { images } = get();
      const told = images?.work.state === 'failed' && images.work.error.message === answer.error.message;
      if (!told && answer.error.code !== 'images/cancelled') set({ failure: answer.error });
    }
    return {
      images: null,
      error: null,
      asked: null,
      failure: null,
      connect: () => api.onChanged((images) => set({ images, error: null })),
      async open() {
        const before = get().images;
        const answer = await settle(api.get());
        // News that came meanwhile may be newer than the answer.
        if (get().images !== before) return;
        set(answer.ok ? { images: answer.value, error: null } : { error: answer.error });
      },
      look: () => ask('look', () => api.look()),
      act: (act, services) => ask(act, () => api[act]({ services: [...services] })),
      cancel: () => ask('cancel', () => api.cancel()),
      dismissFailure: () => set({ failure: null }),
    };
  });
}
