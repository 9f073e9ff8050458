import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { ModelPull, ModelRole, ModelsState, NeededModel } from '../../src-shared/models.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What the services need of model hosts, and what was asked of them from here. */
export interface ModelsStore {
  readonly models: ModelsState | null;
  /** Why the last request was refused, until the next one or until it is dismissed. */
  readonly refusal: AppError | null;
  /** True while the hosts are asked because a person wanted it. */
  readonly checking: boolean;
  connect(): Unsubscribe;
  pull(service: ServiceName, role: ModelRole): Promise<void>;
  cancel(id: string): Promise<void>;
  check(): Promise<void>;
  dismiss(): void;
}

/** Makes the store of the models domain. */
export function createModelsStore(api: Api['models']): StoreApi<ModelsStore> {
  return createStore((set) => ({
    models: null,
    refusal: null,
    checking: false,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.get },
        (models) => set({ models }),
        (refusal) => set({ refusal }),
      ),
    async pull(service, role) {
      set({ refusal: null });
      const answer = await settle(api.pull({ service, role }));
      if (!answer.ok) set({ refusal: answer.error });
    },
    async cancel(id) {
      const answer = await settle(api.cancel({ id }));
      if (!answer.ok) set({ refusal: answer.error });
    },
    async check() {
      set({ checking: true, refusal: null });
      const answer = await settle(api.check());
      set({ checking: false, ...(answer.ok ? {} : { refusal: answer.error }) });
    },
    dismiss: () => set({ refusal: null }),
  }));
}

/** The models of a service that are not there and can be got, each once. */
export function missingModels(models: ModelsState | null, service: ServiceName): readonly NeededModel[] {
  const own = (models?.needed ?? []).filter((one) => one.service === service && one.command !== null);
  return own.filter((one, index) => own.findIndex((other) => isSame(one, other)) === index);
}

/** The pulls that concern a service: those that run, and those that failed and whose model is still missing. */
export function pullsOf(models: ModelsState | null, service: ServiceName): readonly ModelPull[] {
  if (models === null) return [];
  const missing = missingModels(models, service);
  return models.pulls.filter((pull) => {
    if (!pull.services.includes(service)) return false;
    return pull.state === 'running' || (pull.state === 'failed' && missing.some((one) => isSame(one, pull)));
  });
}

/** True for a model of one host under one name. */
export function isSame(
  one: { readonly model: string; readonly host: string },
  other: { readonly model: string; readonly host: string },
): boolean {
  return one.model === other.model && one.host === other.host;
}
