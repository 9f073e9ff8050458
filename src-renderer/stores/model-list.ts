import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { ModelListing } from '../../src-shared/providers.ts';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import { nextAsk } from '../lib/next-ask.ts';
import { settle } from '../lib/settle.ts';

/** Models with the ISO time at which the provider named them. */
export type TimedListing = ModelListing & { readonly listedAt: string };

/** The models of the provider in the open form. */
export interface ModelListStore {
  /** The last list that came, also while it is asked for anew. */
  readonly listing: TimedListing | null;
  /** The number of the question that is open. */
  readonly asking: number | null;
  /** Why nobody could be asked. */
  readonly error: AppError | null;
  connect(): Unsubscribe;
  /** Asks the provider of a form. @param fresh past what is kept from the last time */
  list(draft: ConfigurationDraft, fresh: boolean): Promise<void>;
  cancel(): void;
  /** Another form is open, or another provider is meant. */
  forget(): void;
  userChanged(): void;
}

/** Makes the store of the models to choose from. */
export function createModelListStore(api: Pick<Api['chat'], 'listModels' | 'cancel'>): StoreApi<ModelListStore> {
  return createStore((set, get) => {
    const cancel = () => {
      const { asking } = get();
      if (asking !== null) void settle(api.cancel({ ask: asking }));
    };
    const forget = () => {
      cancel();
      set({ listing: null, asking: null, error: null });
    };
    return {
      listing: null,
      asking: null,
      error: null,
      connect: () => cancel,
      async list(draft, fresh) {
        cancel();
        const ask = nextAsk();
        set({ asking: ask, error: null });
        const answer = await settle(api.listModels({ ask, fresh, target: { draft } }));
        if (get().asking !== ask) return;
        if (!answer.ok) return set({ asking: null, error: answer.error });
        const { models } = answer.value;
        const { listing: former } = get();
        // A list that does not come takes nothing away: what was there can still be chosen from.
        const kept = models.length === 0 && answer.value.result.outcome !== 'ok' && former !== null;
        set({ asking: null, listing: kept ? { ...former, result: answer.value.result } : answer.value });
      },
      cancel,
      forget,
      userChanged: forget,
    };
  });
}
