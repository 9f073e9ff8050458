import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { PortMovePlan, PortMoveReport, PortsState } from '../../src-shared/ports.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What is asked for: a port to be given up, and another one, or one that is found. */
export interface WantedPort {
  readonly service: ServiceName;
  readonly from: number;
  readonly to?: number;
}

/** What came of a move, or why it could not be begun. */
export type MoveOutcome =
  | { readonly service: ServiceName; readonly report: PortMoveReport }
  | { readonly service: ServiceName; readonly error: AppError };

/** Who has the ports of the services, and the moves that were asked for from here. */
export interface PortsStore {
  readonly ports: PortsState | null;
  readonly error: AppError | null;
  /** What is looked at before it is done; null while it is worked out, or where it could not be. */
  readonly shown: {
    readonly wanted: WantedPort;
    readonly plan: PortMovePlan | null;
    readonly error: AppError | null;
  } | null;
  /** The service that is being moved. */
  readonly moving: ServiceName | null;
  /** What came of the last move, until somebody has taken note. */
  readonly outcome: MoveOutcome | null;
  connect(): Unsubscribe;
  /** Works out what a move would change, and shows it. */
  show(wanted: WantedPort): Promise<void>;
  hide(): void;
  /** Moves: what is shown, if it is of the same port, else what is worked out now. */
  move(wanted: WantedPort): Promise<void>;
  dismiss(): void;
}

/** Makes the store of the domain of ports. */
export function createPortsStore(api: Api['ports']): StoreApi<PortsStore> {
  return createStore((set, get) => ({
    ports: null,
    error: null,
    shown: null,
    moving: null,
    outcome: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.look },
        (ports) => set({ ports, error: null }),
        (error) => set({ error }),
      ),
    async show(wanted) {
      const opened = { wanted, plan: null, error: null };
      set({ shown: opened });
      const answer = await settle(api.plan(wanted));
      // Another one may have been opened, or this one closed.
      if (get().shown !== opened) return;
      set({ shown: answer.ok ? { ...opened, plan: answer.value } : { ...opened, error: answer.error } });
    },
    hide: () => set({ shown: null }),
    async move(wanted) {
      const { shown, moving } = get();
      if (moving !== null) return;
      const { service } = wanted;
      set({ moving: service, outcome: null });
      const seen = shown?.plan;
      const isSame = seen != null && seen.service === service && seen.from === wanted.from && seen.to === wanted.to;
      const planned = isSame ? ({ ok: true, value: seen } as const) : await settle(api.plan(wanted));
      const answer = planned.ok ? await settle(api.move({ id: planned.value.id })) : planned;
      set({
        moving: null,
        shown: null,
        outcome: answer.ok ? { service, report: answer.value } : { service, error: answer.error },
      });
    },
    dismiss: () => set({ outcome: null }),
  }));
}
