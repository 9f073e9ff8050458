import { useStore } from 'zustand';
import { useStores } from './app-stores.ts';
import type { ChatStore } from './stores/chat.ts';
import type { ChecksStore } from './stores/checks.ts';
import type { ConfigurationEditorStore } from './stores/configuration-editor.ts';
import type { ContextsStore } from './stores/contexts.ts';
import type { ModelListStore } from './stores/model-list.ts';
import type { ProvidersStore } from './stores/providers.ts';
import type { ServingStore } from './stores/serving.ts';
import type { SettingsStore } from './stores/settings.ts';
import type { TagProfileEditorStore } from './stores/tag-profile-editor.ts';

/** What a selector sees of the providers store, renewed when it changes. */
export function useProviders<T>(select: (state: ProvidersStore) => T): T {
  return useStore(useStores().providers, select);
}

/** What a selector sees of the settings store, renewed when it changes. */
export function useSettings<T>(select: (state: SettingsStore) => T): T {
  return useStore(useStores().settings, select);
}

/** What a selector sees of the form of a configuration, renewed when it changes. */
export function useConfigurationEditor<T>(select: (state: ConfigurationEditorStore) => T): T {
  return useStore(useStores().configurationEditor, select);
}

/** What a selector sees of the form of a profile, renewed when it changes. */
export function useTagProfileEditor<T>(select: (state: TagProfileEditorStore) => T): T {
  return useStore(useStores().tagProfileEditor, select);
}

/** What a selector sees of the checks, renewed when they change. */
export function useChecks<T>(select: (state: ChecksStore) => T): T {
  return useStore(useStores().checks, select);
}

/** What a selector sees of the list of models, renewed when it changes. */
export function useModelList<T>(select: (state: ModelListStore) => T): T {
  return useStore(useStores().modelList, select);
}

/** What a selector sees of the runtime contexts, renewed when they change. */
export function useContexts<T>(select: (state: ContextsStore) => T): T {
  return useStore(useStores().contexts, select);
}

/** What a selector sees of the chat, renewed when it changes. */
export function useChat<T>(select: (state: ChatStore) => T): T {
  return useStore(useStores().chat, select);
}

/** What a selector sees of the serving store, renewed when it changes. */
export function useServing<T>(select: (state: ServingStore) => T): T {
  return useStore(useStores().serving, select);
}
