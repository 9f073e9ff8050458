import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { StatsBatch, StatsSample, StatsSourceState } from '../../src-shared/stats.ts';
import { type FollowedStream, followStream } from '../lib/follow-stream.ts';

/** What one service used lately. */
export interface ServiceHistory {
  readonly state: StatsSourceState;
  /** The oldest first. */
  readonly samples: readonly StatsSample[];
}

/** What both services used while somebody looked. */
export interface StatsStore {
  readonly services: Readonly<Record<ServiceName, ServiceHistory>>;
  readonly error: AppError | null;
  connect(): Unsubscribe;
  /** Reads until the off-switch is called. */
  read(): Unsubscribe;
}

/** How long samples are shown, in milliseconds. */
export const historyMs = 5 * 60_000;

const nothing = { knowledge: { state: 'opening', samples: [] }, memory: { state: 'opening', samples: [] } } as const;

/** Makes the store of the stats. */
export function createStatsStore(api: Api['stats']): StoreApi<StatsStore> {
  let stop: (() => void) | null = null;
  return createStore((set, get) => ({
    services: nothing,
    error: null,
    connect: () => () => stop?.(),
    read() {
      stop?.();
      const off = new AbortController();
      stop = () => off.abort();
      set({ error: null });
      const followed: FollowedStream<StatsBatch> = {
        open: () => api.open({}),
        next: api.next,
        close: api.close,
        take: (batch) => set({ services: withBatch(get().services, batch) }),
        over: () => set({ services: nothing }),
      };
      void followStream(followed, off.signal).then((error) => set({ error }));
      // Whatever is read by then: it may have been tried again meanwhile.
      return () => stop?.();
    },
  }));
}

function withBatch(services: StatsStore['services'], batch: StatsBatch): StatsStore['services'] {
  const history = (name: ServiceName): ServiceHistory => {
    const { state, samples } = batch.services[name];
    const all = [...services[name].samples, ...samples];
    const newest = Date.parse(all.at(-1)?.at ?? '');
    return { state, samples: all.filter(({ at }) => newest - Date.parse(at) <= historyMs) };
  };
  const [knowledge, memory] = serviceNames;
  return { knowledge: history(knowledge), memory: history(memory) };
}
