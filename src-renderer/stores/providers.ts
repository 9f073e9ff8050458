import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { FieldsPreview, ProviderDescription, ProviderId } from '../../src-shared/providers.ts';
import { settle } from '../lib/settle.ts';

/** The catalogue of providers: the same for everybody, so it is asked for once. */
export interface ProvidersStore {
  /** Null until main has told. */
  readonly catalogue: readonly ProviderDescription[] | null;
  readonly error: AppError | null;
  connect(): Unsubscribe;
  load(): Promise<void>;
  /** What the fields of a form come to; null where main cannot tell. */
  preview(input: PreviewInput): Promise<FieldsPreview | null>;
}

type PreviewInput = Parameters<Api['providers']['preview']>[0];

/** Makes the store of the providers domain. */
export function createProvidersStore(api: Api['providers']): StoreApi<ProvidersStore> {
  return createStore((set, get) => ({
    catalogue: null,
    error: null,
    connect() {
      void get().load();
      return () => undefined;
    },
    async load() {
      const answer = await settle(api.catalogue());
      if (answer.ok) set({ catalogue: answer.value, error: null });
      else set({ error: answer.error });
    },
    async preview(input) {
      const answer = await settle(api.preview(input));
      return answer.ok ? answer.value : null;
    },
  }));
}

/** A provider by its id; null where the catalogue is not there yet. */
export function findProvider({ catalogue }: ProvidersStore, id: ProviderId): ProviderDescription | null {
  return catalogue?.find((provider) => provider.id === id) ?? null;
}

/** What people call a provider. */
export function providerName(store: ProvidersStore, id: ProviderId): string {
  return findProvider(store, id)?.name ?? id;
}
