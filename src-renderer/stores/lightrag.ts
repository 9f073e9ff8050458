import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import type { EnteredCredential, LightRagService, LightRagState } from '../../src-shared/lightrag.ts';
import { settle } from '../lib/settle.ts';

/** What both servers say of themselves, as main heard it last. */
export interface LightRagStore {
  /** Null before anybody has looked. */
  readonly lightrag: LightRagState | null;
  readonly error: AppError | null;
  /** The service that something was asked for; null where nothing is. */
  readonly asking: ServiceName | null;
  readonly failure: AppError | null;
  connect(): Unsubscribe;
  /** Asks now and every few seconds, until the off-switch: as long as somebody looks, and this window is to be seen. */
  watch(): Unsubscribe;
  enter(credential: EnteredCredential): Promise<void>;
  forget(service: ServiceName): Promise<void>;
  /** Asks also a server that has refused. */
  again(service: ServiceName): Promise<void>;
  dismissFailure(): void;
}

/** How often a server is asked while somebody looks, in milliseconds. */
const lookEveryMs = 4000;

/** Makes the store of the lightrag domain; several who look are one who asks. */
export function createLightRagStore(api: Api['lightrag']): StoreApi<LightRagStore> {
  return createStore((set, get) => {
    let watchers = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function look(): Promise<void> {
      const before = get().lightrag;
      const answer = document.visibilityState === 'hidden' ? null : await settle(api.look({}));
      // Asked one after another: a slow server is not asked again before it has answered.
      if (watchers > 0) timer = setTimeout(() => void look(), lookEveryMs);
      if (answer === null || get().lightrag !== before) return;
      set(answer.ok ? { lightrag: answer.value, error: null } : { error: answer.error });
    }
    async function ask(asking: ServiceName, call: () => Promise<Result<LightRagState>>): Promise<void> {
      set({ asking, failure: null });
      const answer = await settle(call());
      set(answer.ok ? { asking: null, lightrag: answer.value } : { asking: null, failure: answer.error });
    }
    return {
      lightrag: null,
      error: null,
      asking: null,
      failure: null,
      connect: () => api.onChanged((lightrag) => set({ lightrag, error: null })),
      watch() {
        watchers += 1;
        if (watchers === 1) void look();
        let over = false;
        return () => {
          if (over) return;
          over = true;
          watchers -= 1;
          if (watchers === 0) clearTimeout(timer);
        };
      },
      enter: (credential) => ask(credential.service, () => api.enter(credential)),
      forget: (service) => ask(service, () => api.forget({ service })),
      again: (service) => ask(service, () => api.look({ again: true })),
      dismissFailure: () => set({ failure: null }),
    };
  });
}

/** What a server says of itself, null where it was not asked. */
export function lightRagOf({ lightrag }: LightRagStore, name: ServiceName): LightRagService | null {
  return lightrag?.services.find(({ service }) => service === name) ?? null;
}
