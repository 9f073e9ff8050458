import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { ServingPlan, ServingReport, ServingRole, ServingState } from '../../src-shared/serving.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What is chosen in the dialog. */
export interface ServingChoice {
  readonly roles: readonly ServingRole[];
  readonly services: readonly ServiceName[];
  /** Numbers in a vector, null where the model's own are to be taken. */
  readonly dimension: number | null;
}

/** The dialog that uses a configuration for the services. */
export interface OpenServing {
  readonly configurationId: string;
  readonly choice: ServingChoice;
  /** Of the choice as it is; null while it is worked out, and where it could not be. */
  readonly plan: ServingPlan | null;
  readonly planning: boolean;
  /** Why there is no plan, or why it could not be begun. */
  readonly error: AppError | null;
  readonly applying: boolean;
  readonly report: ServingReport | null;
}

/** Whether the services are given other models, and the dialog that was opened here. */
export interface ServingStore {
  readonly serving: ServingState | null;
  /** Why it is not known whether they are. */
  readonly error: AppError | null;
  readonly opened: OpenServing | null;
  connect(): Unsubscribe;
  /** Opens the dialog for a configuration and both services. @param roles those that are chosen at first */
  open(configurationId: string, roles: readonly ServingRole[]): Promise<void>;
  close(): void;
  /** Chooses something else, and works out the plan of it. */
  choose(changes: Partial<ServingChoice>): Promise<void>;
  /** Does what is shown. */
  apply(): Promise<void>;
  /** The window acts for somebody else: what was opened is nobody's any more. */
  userChanged(): void;
}

/** Makes the store of the serving domain. */
export function createServingStore(api: Api['serving']): StoreApi<ServingStore> {
  return createStore((set, get) => {
    async function plan(configurationId: string, choice: ServingChoice): Promise<void> {
      const opened: OpenServing = {
        ...{ configurationId, choice, plan: null, planning: true },
        ...{ error: null, applying: false, report: null },
      };
      const isNothing = choice.roles.length === 0 || choice.services.length === 0;
      set({ opened: isNothing ? { ...opened, planning: false } : opened });
      if (isNothing) return;
      const { roles, services, dimension } = choice;
      const answer = await settle(
        api.plan({ configurationId, roles: [...roles], services: [...services], embeddingDimension: dimension }),
      );
      // Closed meanwhile, or something else was chosen.
      if (get().opened !== opened) return;
      const got = answer.ok ? { plan: answer.value } : { error: answer.error };
      set({ opened: { ...opened, planning: false, ...got } });
    }
    return {
      serving: null,
      error: null,
      opened: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.get },
          (serving) => set({ serving, error: null }),
          (error) => set({ error }),
        ),
      open: (configurationId, roles) => plan(configurationId, { roles, services: [...serviceNames], dimension: null }),
      close: () => set({ opened: null }),
      async choose(changes) {
        const { opened } = get();
        if (opened === null || opened.applying) return;
        await plan(opened.configurationId, { ...opened.choice, ...changes });
      },
      async apply() {
        const { opened } = get();
        if (opened === null || opened.plan === null || opened.applying) return;
        const applying: OpenServing = { ...opened, applying: true, error: null };
        set({ opened: applying });
        const answer = await settle(api.apply({ planId: opened.plan.planId }));
        if (get().opened !== applying) return;
        const got = answer.ok ? { report: answer.value } : { plan: null, error: answer.error };
        set({ opened: { ...applying, applying: false, ...got } });
      },
      userChanged: () => set({ opened: null }),
    };
  });
}
