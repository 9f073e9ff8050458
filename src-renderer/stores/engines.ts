import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { EnginesState } from '../../src-shared/engines.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { settle } from '../lib/settle.ts';

/** The Docker engines there are, as main knows them, and what was asked of them from here. */
export interface EnginesStore {
  readonly engines: EnginesState | null;
  readonly error: AppError | null;
  /** True while all of them are being asked. */
  readonly looking: boolean;
  /** What is being gone over to, as it was asked for; null while nothing is. */
  readonly changingTo: string | null;
  /** Why it could not be gone over to, until the next try. */
  readonly failure: AppError | null;
  connect(): Unsubscribe;
  /** Asks all engines how they do; nobody does before somebody looks at them. */
  look(): Promise<void>;
  use(engine: string): Promise<void>;
}

/** Makes the store of the domain of engines. */
export function createEnginesStore(api: Api['engines']): StoreApi<EnginesStore> {
  return createStore((set, get) => ({
    engines: null,
    error: null,
    looking: false,
    changingTo: null,
    failure: null,
    connect: () => api.onChanged((engines) => set({ engines, error: null })),
    async look() {
      if (get().looking) return;
      set({ looking: true });
      const before = get().engines;
      const answer = await settle(api.list());
      set({ looking: false });
      if (!answer.ok) set({ error: answer.error });
      // News that came meanwhile may be the newer of both.
      else if (get().engines === before) set({ engines: answer.value, error: null });
    },
    async use(engine) {
      if (get().changingTo !== null) return;
      set({ changingTo: engine, failure: null });
      const answer = await settle(api.use({ engine }));
      set({ changingTo: null, ...(answer.ok ? { engines: answer.value } : { failure: answer.error }) });
    },
  }));
}
