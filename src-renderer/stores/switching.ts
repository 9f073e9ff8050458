import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { SwitchState } from '../../src-shared/switching.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What a switch is asked with. */
export type SwitchInput = Parameters<Api['switching']['start']>[0];

/** The switch as main knows it, and what was asked from here. */
export interface SwitchingStore {
  readonly switching: SwitchState | null;
  /** When `switching` was heard, in milliseconds: running times are counted on from here. */
  readonly heardAt: number;
  readonly error: AppError | null;
  /** Whom a switch was asked to, until main answers; covers the moment before the first news. */
  readonly asked: string | null;
  /** Why the last request was refused, until dismissed. */
  readonly refusal: { readonly userId: string; readonly error: AppError } | null;
  /** The person's own word on the report of the switch that ended then; without one, the page decides. */
  readonly reportChoice: { readonly endedAt: string; readonly open: boolean } | null;
  connect(): Unsubscribe;
  start(input: SwitchInput): Promise<void>;
  cancel(): Promise<void>;
  dismissRefusal(): void;
  showReport(endedAt: string, open: boolean): void;
}

/** Makes the store of the switching domain. */
export function createSwitchingStore(api: Api['switching']): StoreApi<SwitchingStore> {
  return createStore((set, get) => ({
    switching: null,
    heardAt: 0,
    error: null,
    asked: null,
    refusal: null,
    reportChoice: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.get },
        (switching) => set({ switching, heardAt: Date.now(), error: null }),
        (error) => set({ error }),
      ),
    async start(input) {
      if (get().asked !== null) return;
      set({ asked: input.userId, refusal: null });
      const answer = await settle(api.start(input));
      set({ asked: null, refusal: answer.ok ? null : { userId: input.userId, error: answer.error } });
    },
    async cancel() {
      const { switching } = get();
      const answer = await settle(api.cancel());
      if (answer.ok || switching?.state !== 'running') return;
      set({ refusal: { userId: switching.to, error: answer.error } });
    },
    dismissRefusal: () => set({ refusal: null }),
    showReport: (endedAt, open) => set({ reportChoice: { endedAt, open } }),
  }));
}

/** Whether a switch runs or has just been asked for; services are not to be touched meanwhile. */
export function isSwitching({ switching, asked }: SwitchingStore): boolean {
  return asked !== null || switching?.state === 'running';
}
