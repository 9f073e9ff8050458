import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { HomeState } from '../../src-shared/home.ts';
import { follow } from '../lib/follow.ts';

/** The home folder as main knows it; null until it has told. */
export interface HomeStore {
  readonly home: HomeState | null;
  /** Why main could not tell. */
  readonly error: AppError | null;
  connect(): Unsubscribe;
}

/** Makes the store of the home domain. */
export function createHomeStore(api: Api['home']): StoreApi<HomeStore> {
  return createStore((set) => ({
    home: null,
    error: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.get },
        (home) => set({ home, error: null }),
        (error) => set({ error }),
      ),
  }));
}

/** The current user's id, null where unknown or env.userid cannot be read. */
export function currentId(store: HomeStore): string | null {
  return store.home?.currentUser.state === 'known' ? store.home.currentUser.id : null;
}

/** Whether a file or the environment names the current user; else the name is only a stand-in. */
export function isNamed(home: HomeState): boolean {
  return home.currentUser.state === 'known' && home.currentUser.source !== 'default';
}
