import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../src-shared/contract.ts';
import { type ChatStore, createChatStore } from './stores/chat.ts';
import { type ChecksStore, createChecksStore } from './stores/checks.ts';
import { type ConfigurationEditorStore, createConfigurationEditorStore } from './stores/configuration-editor.ts';
import { type ContextsStore, createContextsStore } from './stores/contexts.ts';
import { createModelListStore, type ModelListStore } from './stores/model-list.ts';
import { createProvidersStore, type ProvidersStore } from './stores/providers.ts';
import { createServingStore, type ServingStore } from './stores/serving.ts';
import { createSettingsStore, type SettingsStore } from './stores/settings.ts';
import { createTagProfileEditorStore, type TagProfileEditorStore } from './stores/tag-profile-editor.ts';

/** The stores of what belongs to one user, and of the catalogue that their forms are made from. */
export interface SettingsStores {
  readonly providers: StoreApi<ProvidersStore>;
  readonly settings: StoreApi<SettingsStore>;
  readonly configurationEditor: StoreApi<ConfigurationEditorStore>;
  readonly tagProfileEditor: StoreApi<TagProfileEditorStore>;
  readonly checks: StoreApi<ChecksStore>;
  readonly modelList: StoreApi<ModelListStore>;
  readonly chat: StoreApi<ChatStore>;
  readonly contexts: StoreApi<ContextsStore>;
  readonly serving: StoreApi<ServingStore>;
}

/** Makes these stores; the forms save through the settings, which know when an answer is for somebody who is gone. */
export function createSettingsStores(api: Pick<Api, 'providers' | 'settings' | 'chat' | 'serving'>): SettingsStores {
  const settings = createSettingsStore(api.settings);
  const { saveConfiguration, saveProfile } = settings.getState();
  return {
    providers: createProvidersStore(api.providers),
    settings,
    configurationEditor: createConfigurationEditorStore(saveConfiguration),
    tagProfileEditor: createTagProfileEditorStore(saveProfile, () => settings.getState().settings?.profiles ?? []),
    checks: createChecksStore(api.chat),
    modelList: createModelListStore(api.chat),
    chat: createChatStore(api.chat),
    contexts: createContextsStore(api.chat),
    serving: createServingStore(api.serving),
  };
}
