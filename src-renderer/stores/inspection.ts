import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import type { EngineDescription, EnvironmentView, MountSize, MountsView } from '../../src-shared/inspection.ts';
import { settle } from '../lib/settle.ts';

/** Where a variable stands. */
export type VariablePlace = 'container' | 'file';

/** A look into the containers: of one service, renewed whenever it is looked at. */
export interface InspectionStore {
  readonly service: ServiceName;
  readonly environment: EnvironmentView | null;
  /** The secrets that were asked for, by place and name; forgotten as soon as another page or service is shown. */
  readonly revealed: Readonly<Record<string, string>>;
  readonly mounts: MountsView | null;
  /** By `mountKey`; `counting` while it goes on. */
  readonly sizes: Readonly<Record<string, MountSize | 'counting'>>;
  /** `none`: there is no container. */
  readonly description: EngineDescription | 'none' | null;
  readonly error: AppError | null;
  connect(): Unsubscribe;
  choose(service: ServiceName): void;
  lookAt(what: 'environment' | 'mounts' | 'description'): Promise<void>;
  reveal(name: string, where: VariablePlace): Promise<void>;
  hide(name: string, where: VariablePlace): void;
  /** A secret that is copied and not shown; null where it was refused. */
  secret(name: string, where: VariablePlace): Promise<string | null>;
  measure(mount: ChosenMount): Promise<void>;
  openMount(mount: ChosenMount): Promise<void>;
  /** Forgets what was revealed. */
  leave(): void;
  dismissError(): void;
}

/** The key of a revealed value. */
export function revealedKey(name: string, where: VariablePlace): string {
  return `${where} ${name}`;
}

/** Which mount is meant: as it is in the container, or as the files would have it. */
export interface ChosenMount {
  readonly target: string;
  readonly where: 'container' | 'files';
}

/** The key of a mount's size. */
export function mountKey({ target, where }: ChosenMount): string {
  return `${where} ${target}`;
}

const unseen = { environment: null, mounts: null, description: null, revealed: {}, sizes: {}, error: null };

/** Makes the store of the inspection. */
export function createInspectionStore(api: Api['inspection']): StoreApi<InspectionStore> {
  return createStore((set, get) => {
    /** The answer of a call about the chosen service; null where it failed, or another service was chosen meanwhile. */
    async function ask<T>(call: (service: ServiceName) => Promise<Result<T>>): Promise<{ readonly value: T } | null> {
      const { service } = get();
      const answer = await settle(call(service));
      if (get().service !== service) return null;
      if (answer.ok) return { value: answer.value };
      set({ error: answer.error });
      return null;
    }
    return {
      service: 'knowledge',
      ...unseen,
      connect: () => () => undefined,
      choose: (service) => set({ service, ...unseen }),
      async lookAt(what) {
        set({ error: null });
        if (what === 'environment') {
          const answer = await ask((service) => api.environment({ service }));
          if (answer !== null) set({ environment: answer.value });
        } else if (what === 'mounts') {
          const answer = await ask((service) => api.mounts({ service }));
          if (answer !== null) set({ mounts: answer.value });
        } else {
          const answer = await ask((service) => api.describe({ service }));
          if (answer !== null) set({ description: answer.value ?? 'none' });
        }
      },
      async reveal(name, where) {
        const answer = await ask((service) => api.reveal({ service, name, where }));
        if (answer === null) return;
        set({ revealed: { ...get().revealed, [revealedKey(name, where)]: answer.value.value } });
      },
      hide(name, where) {
        const { [revealedKey(name, where)]: _hidden, ...revealed } = get().revealed;
        set({ revealed });
      },
      async secret(name, where) {
        const answer = await ask((service) => api.reveal({ service, name, where }));
        return answer?.value.value ?? null;
      },
      async measure(mount) {
        const key = mountKey(mount);
        set({ sizes: { ...get().sizes, [key]: 'counting' } });
        const answer = await ask((service) => api.measure({ service, ...mount }));
        const { [key]: _former, ...others } = get().sizes;
        set({ sizes: answer === null ? others : { ...others, [key]: answer.value } });
      },
      async openMount(mount) {
        await ask((service) => api.openMount({ service, ...mount }));
      },
      leave: () => set({ revealed: {} }),
      dismissError: () => set({ error: null }),
    };
  });
}
