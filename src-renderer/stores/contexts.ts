import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContextsState, ContextTimesChange } from '../../src-shared/chat.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { settle } from '../lib/settle.ts';

/** The runtime context of this user, and the times after which idle ones are dropped. */
export interface ContextsStore {
  /** Null until somebody has looked. */
  readonly contexts: ContextsState | null;
  readonly error: AppError | null;
  readonly saving: boolean;
  connect(): Unsubscribe;
  load(): Promise<void>;
  /** Answers whether it was done. */
  setTimes(times: ContextTimesChange): Promise<boolean>;
  userChanged(): void;
}

/** Makes the store of the runtime contexts. */
export function createContextsStore(api: Pick<Api['chat'], 'contexts' | 'setContextTimes'>): StoreApi<ContextsStore> {
  // Grows when the user changes: what was asked for before is about somebody who is gone.
  let turn = 0;
  return createStore((set) => ({
    contexts: null,
    error: null,
    saving: false,
    connect: () => () => undefined,
    async load() {
      const mine = turn;
      const answer = await settle(api.contexts());
      if (mine !== turn) return;
      set(answer.ok ? { contexts: answer.value, error: null } : { error: answer.error });
    },
    async setTimes(times) {
      const mine = turn;
      set({ saving: true, error: null });
      const answer = await settle(api.setContextTimes(times));
      if (mine !== turn) return false;
      set(answer.ok ? { contexts: answer.value, saving: false } : { error: answer.error, saving: false });
      return answer.ok;
    },
    userChanged() {
      turn += 1;
      set({ contexts: null, error: null, saving: false });
    },
  }));
}
