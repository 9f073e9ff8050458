import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConsistencyState, SyncPlan } from '../../src-shared/consistency.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** A plan that is being looked at. */
export interface OpenPlan {
  readonly forceRestart: boolean;
  /** Null while it is worked out, or where it could not be. */
  readonly plan: SyncPlan | null;
  /** Why it could not be made, or not be done. */
  readonly error: AppError | null;
}

/** The comparison as main knows it, and what was asked of it from here. */
export interface ConsistencyStore {
  readonly consistency: ConsistencyState | null;
  /** When `consistency` was heard, in milliseconds: running times are counted on from here. */
  readonly heardAt: number;
  readonly error: AppError | null;
  readonly open: OpenPlan | null;
  /** True while a sync was asked for from here and has not been answered. */
  readonly syncing: boolean;
  /** Why the last request was refused, until dismissed. */
  readonly refusal: AppError | null;
  /** When the sync ended whose report somebody has taken note of. */
  readonly noted: string | null;
  connect(): Unsubscribe;
  /** Works out what a sync would do, and shows it. */
  openPlan(forceRestart: boolean): Promise<void>;
  closePlan(): void;
  /** Does what is shown, exactly as it is shown; without anything shown, what is to be done now. */
  sync(): Promise<void>;
  cancel(): Promise<void>;
  dismissRefusal(): void;
  dismissReport(): void;
}

/** Makes the store of the consistency domain. */
export function createConsistencyStore(api: Api['consistency']): StoreApi<ConsistencyStore> {
  return createStore((set, get) => {
    async function syncShown(shown: OpenPlan, plan: SyncPlan): Promise<void> {
      const answer = await settle(api.sync({ ...requestOf(get(), shown.forceRestart), planId: plan.id }));
      if (answer.ok) set({ open: null });
      // In the plan, which is no longer what would happen; shown even where it was closed meanwhile.
      else set({ open: { ...shown, error: answer.error } });
    }

    async function syncAtOnce(): Promise<void> {
      const request = requestOf(get(), false);
      const asPlannedNow = async () => {
        const planned = await settle(api.plan(request));
        return planned.ok ? settle(api.sync({ ...request, planId: planned.value.id })) : planned;
      };
      let answer = await asPlannedNow();
      // Nobody has looked at the plan, so that what changed since it was made is no refusal.
      if (!answer.ok && answer.error.code === 'consistency/plan-outdated') answer = await asPlannedNow();
      if (!answer.ok) set({ refusal: answer.error });
    }

    return {
      consistency: null,
      heardAt: 0,
      error: null,
      open: null,
      syncing: false,
      refusal: null,
      noted: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.get },
          (consistency) => set({ consistency, heardAt: Date.now(), error: null }),
          (error) => set({ error }),
        ),
      async openPlan(forceRestart) {
        const opened: OpenPlan = { forceRestart, plan: null, error: null };
        set({ open: opened, refusal: null });
        const answer = await settle(api.plan(requestOf(get(), forceRestart)));
        // Another one may have been opened, or this one closed.
        if (get().open !== opened) return;
        set({ open: answer.ok ? { ...opened, plan: answer.value } : { ...opened, error: answer.error } });
      },
      closePlan: () => set({ open: null }),
      async sync() {
        const { open, syncing, consistency } = get();
        if (syncing) return;
        set({ syncing: true, refusal: null, noted: consistency?.last?.endedAt ?? null });
        const plan = open?.plan ?? null;
        if (open !== null && plan !== null && open.error === null) await syncShown(open, plan);
        else await syncAtOnce();
        set({ syncing: false });
      },
      async cancel() {
        const answer = await settle(api.cancel());
        if (!answer.ok) set({ refusal: answer.error });
      },
      dismissRefusal: () => set({ refusal: null }),
      dismissReport: () => set({ noted: get().consistency?.last?.endedAt ?? null }),
    };
  });
}

/** A sync of the services that can be brought in line; of all where none can, so that the reason is told. */
function requestOf({ consistency }: ConsistencyStore, forceRestart: boolean) {
  const able = (consistency?.services ?? []).filter(({ obstacle }) => obstacle === null).map(({ name }) => name);
  const services: ServiceName[] = able.length === 0 ? ['knowledge', 'memory'] : able;
  return { services, forceRestart };
}

/** Whether services are being brought in line, or have just been asked to be. */
export function isSyncing({ consistency, syncing }: ConsistencyStore): boolean {
  return syncing || (consistency?.running ?? null) !== null;
}
