import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RestoreReport } from '../../src-shared/backups.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { MigrationPlan, MigrationReport, MigrationState } from '../../src-shared/migration.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What a plan is asked with. */
export type PlanInput = Parameters<Api['migration']['plan']>[0];

/** The migration as main knows it, and what was asked from here. */
export interface MigrationStore {
  readonly migration: MigrationState | null;
  readonly error: AppError | null;
  /** What is asked and not answered yet. */
  readonly asked: 'plan' | 'start' | 'rollback' | null;
  /** What a migration would do, until it is started or discarded. */
  readonly plan: MigrationPlan | null;
  /** What was refused last, until dismissed or asked again. */
  readonly failure: { readonly act: 'plan' | 'start' | 'cancel' | 'rollback'; readonly error: AppError } | null;
  /** The report that somebody has taken note of. */
  readonly noted: MigrationReport | null;
  readonly rolledBack: RestoreReport | null;
  connect(): Unsubscribe;
  makePlan(input: PlanInput): Promise<void>;
  discardPlan(): void;
  /** Begins what a plan says, or goes on with a cancelled one. */
  start(planId: string): Promise<void>;
  /** Stops a running migration; forgets a stopped one. */
  cancel(): Promise<void>;
  rollBack(backupId: string): Promise<void>;
  dismissFailure(): void;
  dismissReport(): void;
}

/** Makes the store of the migration domain. */
export function createMigrationStore(api: Api['migration']): StoreApi<MigrationStore> {
  return createStore((set, get) => ({
    migration: null,
    error: null,
    asked: null,
    plan: null,
    failure: null,
    noted: null,
    rolledBack: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.get },
        (migration) => set({ migration, error: null }),
        (error) => set({ error }),
      ),
    async makePlan(input) {
      if (get().asked !== null) return;
      set({ asked: 'plan', plan: null, failure: null, rolledBack: null });
      const answer = await settle(api.plan(input));
      if (answer.ok) set({ asked: null, plan: answer.value });
      else set({ asked: null, failure: { act: 'plan', error: answer.error } });
    },
    discardPlan: () => set({ plan: null, failure: null }),
    async start(planId) {
      if (get().asked !== null) return;
      set({ asked: 'start', failure: null, rolledBack: null });
      const answer = await settle(api.start({ planId }));
      // How it ended is told as the state; the plan speaks of a home that is no more.
      if (answer.ok) set({ asked: null, plan: null });
      else set({ asked: null, failure: { act: 'start', error: answer.error } });
    },
    async cancel() {
      const answer = await settle(api.cancel());
      if (!answer.ok) set({ failure: { act: 'cancel', error: answer.error } });
    },
    async rollBack(backupId) {
      if (get().asked !== null) return;
      set({ asked: 'rollback', failure: null });
      const answer = await settle(api.rollback({ backupId }));
      if (answer.ok) set({ asked: null, rolledBack: answer.value, noted: lastReport(get().migration) });
      else set({ asked: null, failure: { act: 'rollback', error: answer.error } });
    },
    dismissFailure: () => set({ failure: null }),
    dismissReport: () => set({ noted: lastReport(get().migration), rolledBack: null }),
  }));
}

function lastReport(migration: MigrationState | null): MigrationReport | null {
  return migration?.state === 'idle' ? migration.last : null;
}
