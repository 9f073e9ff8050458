import type { StoreApi } from 'zustand/vanilla';
import type { Unsubscribe } from '../src-shared/define.ts';
import type { Settings } from '../src-shared/settings.ts';
import { type AccessStore, actingUser } from './stores/access.ts';
import type { SettingsStore } from './stores/settings.ts';

/** A store that holds what belongs to whoever the window acts for. */
interface Personal {
  userChanged(): void;
}

/** A form over what is kept. */
interface PersonalForm extends Personal {
  follow(settings: Settings): void;
}

/** The stores that hold something of one user. */
interface PersonalStores {
  readonly access: StoreApi<AccessStore>;
  readonly settings: StoreApi<SettingsStore>;
  readonly configurationEditor: StoreApi<PersonalForm>;
  readonly tagProfileEditor: StoreApi<PersonalForm>;
  readonly checks: StoreApi<Personal>;
  readonly modelList: StoreApi<Personal>;
  readonly chat: StoreApi<Personal>;
  readonly contexts: StoreApi<Personal>;
  readonly serving: StoreApi<Personal>;
}

/**
 * Forgets everything of a user as soon as the window acts for another one: settings, forms, results, the conversation.
 * Two things say so, and whichever comes first counts: who acts here, and whose settings an answer brought.
 */
export function keepToOneUser(stores: PersonalStores): Unsubscribe {
  const forgetForms = () => {
    const { configurationEditor, tagProfileEditor, checks, modelList, chat, contexts, serving } = stores;
    for (const store of [configurationEditor, tagProfileEditor, checks, modelList, chat, contexts, serving])
      store.getState().userChanged();
  };
  let acting = idOf(stores.access.getState());
  const ends = [
    stores.access.subscribe((state) => {
      const now = idOf(state);
      if (now === acting) return;
      const former = acting;
      acting = now;
      // The first answer of all changes nobody.
      if (former === null && stores.settings.getState().settings === null) return;
      if (now !== null && now === stores.settings.getState().settings?.userId.toLowerCase()) return;
      forgetForms();
      stores.settings.getState().userChanged();
    }),
    stores.settings.subscribe(({ settings }, before) => {
      const [now, former] = [settings?.userId.toLowerCase() ?? null, before.settings?.userId.toLowerCase() ?? null];
      if (former !== null && now !== former) forgetForms();
      else if (settings !== null && settings !== before.settings) {
        stores.configurationEditor.getState().follow(settings);
        stores.tagProfileEditor.getState().follow(settings);
      }
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function idOf(state: AccessStore): string | null {
  return actingUser(state)?.id?.toLowerCase() ?? null;
}
