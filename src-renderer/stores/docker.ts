import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { DockerState, ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What can be done with a service. */
export type ServiceAction = 'start' | 'stop' | 'restart' | 'recreate';

/** Something that was asked for: one service, or both at once. */
export interface ServiceRequest {
  readonly action: ServiceAction;
  readonly services: readonly ServiceName[];
}

/** The engine and both services as main knows them, and what was asked of them from here. */
export interface DockerStore {
  readonly docker: DockerState | null;
  readonly error: AppError | null;
  /** Asked and not answered yet. */
  readonly asked: readonly ServiceRequest[];
  /** What was refused or failed, until dismissed or asked again. */
  readonly failures: readonly (ServiceRequest & { readonly error: AppError })[];
  connect(): Unsubscribe;
  act(action: ServiceAction, services: readonly ServiceName[]): Promise<void>;
  dismissFailure(services: readonly ServiceName[]): void;
}

/** Makes the store of the docker domain. */
export function createDockerStore(api: Api['docker']): StoreApi<DockerStore> {
  return createStore((set, get) => {
    const withoutFailure = (services: readonly ServiceName[]) =>
      get().failures.filter((failure) => !failure.services.some((name) => services.includes(name)));
    return {
      docker: null,
      error: null,
      asked: [],
      failures: [],
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.get },
          (docker) => set({ docker, error: null }),
          (error) => set({ error }),
        ),
      async act(action, services) {
        const request: ServiceRequest = { action, services };
        set({ asked: [...get().asked, request], failures: withoutFailure(services) });
        const answer = await settle(api[action]({ services: [...services] }));
        const asked = get().asked.filter((other) => other !== request);
        if (answer.ok) set({ asked });
        else set({ asked, failures: [...withoutFailure(services), { ...request, error: answer.error }] });
      },
      dismissFailure: (services) => set({ failures: withoutFailure(services) }),
    };
  });
}
