import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../src-shared/contract.ts';
import type { Unsubscribe } from '../src-shared/define.ts';
import { createDockerStore, type DockerStore } from './stores/docker.ts';
import { createHomeStore, type HomeStore } from './stores/home.ts';
import { createShellStore, type ShellStore } from './stores/shell.ts';
import { createSwitchingStore, type SwitchingStore } from './stores/switching.ts';
import { createUsersStore, type UsersStore } from './stores/users.ts';

/** One store a domain. */
export interface Stores {
  readonly home: StoreApi<HomeStore>;
  readonly users: StoreApi<UsersStore>;
  readonly docker: StoreApi<DockerStore>;
  readonly switching: StoreApi<SwitchingStore>;
  readonly shell: StoreApi<ShellStore>;
}

/** Makes all stores on one api; a test hands in a fake. */
export function createStores(api: Api): Stores {
  return {
    home: createHomeStore(api.home),
    users: createUsersStore(api.users),
    docker: createDockerStore(api.docker),
    switching: createSwitchingStore(api.switching),
    shell: createShellStore(api.shell),
  };
}

/** Connects every store to main; returns the off-switch. */
export function connectStores(stores: Stores): Unsubscribe {
  const ends = Object.values(stores).map((store: StoreApi<{ connect(): Unsubscribe }>) => store.getState().connect());
  return () => {
    for (const end of ends) end();
  };
}

/** Carries the stores to the pages. */
export const StoresContext = createContext<Stores | null>(null);

/** The stores of this window. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('the stores are missing above this component');
  return stores;
}

/** What a selector sees of the home store, renewed when it changes. */
export function useHome<T>(select: (state: HomeStore) => T): T {
  return useStore(useStores().home, select);
}

/** What a selector sees of the users store, renewed when it changes. */
export function useUsers<T>(select: (state: UsersStore) => T): T {
  return useStore(useStores().users, select);
}

/** What a selector sees of the docker store, renewed when it changes. */
export function useDocker<T>(select: (state: DockerStore) => T): T {
  return useStore(useStores().docker, select);
}

/** What a selector sees of the switching store, renewed when it changes. */
export function useSwitching<T>(select: (state: SwitchingStore) => T): T {
  return useStore(useStores().switching, select);
}

/** What a selector sees of the shell store, renewed when it changes. */
export function useShell<T>(select: (state: ShellStore) => T): T {
  return useStore(useStores().shell, select);
}
