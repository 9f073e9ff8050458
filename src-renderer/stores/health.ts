import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { LampName, ServiceName } from '../../src-shared/docker.ts';
import type { HealthState, LampHistory } from '../../src-shared/health.ts';
import { follow } from '../lib/follow.ts';

/** The past of the lamps as main keeps it; null before its first answer. */
export interface HealthStore {
  readonly health: HealthState | null;
  connect(): Unsubscribe;
}

/** Makes the store of the health domain. */
export function createHealthStore(api: Api['health']): StoreApi<HealthStore> {
  return createStore((set) => ({
    health: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.get },
        (health) => set({ health }),
        // Without a past the lamps show what they show all the same.
        () => set({ health: null }),
      ),
  }));
}

/** What is remembered of one lamp; null where nothing is. */
export function historyOf(health: HealthState | null, service: ServiceName, lamp: LampName): LampHistory | null {
  return health?.services.find(({ name }) => name === service)?.lamps[lamp] ?? null;
}
