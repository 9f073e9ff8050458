import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { RecoveryPlan, RecoveryReport } from '../../src-shared/user-removal.ts';
import { settle } from '../lib/settle.ts';

/** The ways back to a usable registry, and the one that was gone. */
export interface UserRecoveryStore {
  /** What can be done; null until asked for. */
  readonly plan: RecoveryPlan | null;
  readonly planning: boolean;
  /** The choice that is being carried out. */
  readonly running: string | null;
  /** Why there is no plan, or why it was not carried out. */
  readonly error: AppError | null;
  /** What the last recovery did, until somebody has taken note. */
  readonly report: RecoveryReport | null;
  connect(): Unsubscribe;
  makePlan(): Promise<void>;
  /** Carries out one choice of the shown plan. Answers whether it was done. */
  recover(choice: string): Promise<boolean>;
  dismissReport(): void;
}

/** Makes the store of the registry's recovery. */
export function createUserRecoveryStore(api: Api['users']): StoreApi<UserRecoveryStore> {
  return createStore((set, get) => ({
    plan: null,
    planning: false,
    running: null,
    error: null,
    report: null,
    // Nothing is followed: a plan is made when somebody looks.
    connect: () => () => undefined,
    async makePlan() {
      if (get().planning) return;
      set({ planning: true, error: null });
      const answer = await settle(api.planRecovery());
      set(answer.ok ? { plan: answer.value, planning: false } : { error: answer.error, planning: false });
    },
    async recover(choice) {
      const { plan, running } = get();
      if (plan === null || running !== null) return false;
      set({ running: choice, error: null, report: null });
      const answer = await settle(api.recover({ planId: plan.id, choice }));
      set({ running: null });
      if (answer.ok) {
        set({ report: answer.value, plan: null });
        return true;
      }
      set({ error: answer.error });
      return false;
    },
    dismissReport: () => set({ report: null }),
  }));
}
