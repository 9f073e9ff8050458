import type { ChatBatch, ContextsState } from '../../src-shared/chat.ts';
import type { CheckResult, ModelListing, Outcome, ProviderDescription } from '../../src-shared/providers.ts';
import type { Configuration, Profile, Settings, SettingsImportPlan } from '../../src-shared/settings.ts';
import { ago } from './facts.ts';

const field = { isRequired: false, help: 'Where it is found.', example: null, standard: null, choices: [] } as const;
const chat = ['temperature', 'topP', 'maxTokens'] as const;

/** One provider with a key, one that runs here and needs none, one with a choice and deployments. */
export function someCatalogue(): readonly ProviderDescription[] {
  return [
    {
      id: 'openai',
      name: 'OpenAI',
      fields: [
        { ...field, name: 'apiKey', label: 'API key', kind: 'secret', isRequired: true },
        { ...field, name: 'baseUrl', label: 'Base URL', kind: 'url', standard: 'https://api.openai.com/v1' },
      ],
      capabilities: {
        ...{ listsModels: true, modelWord: 'model', isLocal: false },
        ...{ parameters: chat, serves: ['llm', 'embedding'] },
      },
    },
    {
      id: 'azure-openai',
      name: 'Azure OpenAI',
      fields: [
        { ...field, name: 'endpoint', label: 'Endpoint', kind: 'url', isRequired: true },
        { ...field, name: 'apiKey', label: 'Key', kind: 'secret', isRequired: true },
        {
          ...{ ...field, name: 'path', label: 'Kind of address', kind: 'choice', standard: 'v1' },
          choices: [
            { value: 'v1', label: 'v1, without a date' },
            { value: 'classic', label: 'Classic, with an API version' },
          ],
        },
      ],
      capabilities: {
        ...{ listsModels: false, modelWord: 'deployment', isLocal: false },
        ...{ parameters: chat, serves: ['llm'] },
      },
    },
    {
      id: 'ollama',
      name: 'Ollama',
      fields: [{ ...field, name: 'host', label: 'Host', kind: 'url', standard: 'http://localhost:11434' }],
      capabilities: {
        ...{ listsModels: true, modelWord: 'model', isLocal: true },
        ...{ parameters: [...chat, 'topK', 'contextSize'], serves: ['llm', 'embedding'] },
      },
    },
  ];
}

/** The ids of things that `id` stands for: the shapes want UUIDs. */
export function uuid(id: number): string {
  return `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

/** A configuration of OpenAI with a key. */
export function someConfiguration(id: number, changes: Partial<Configuration> = {}): Configuration {
  return {
    ...{ id: uuid(id), revision: 1, name: `Work ${id}`, provider: 'openai' },
    ...{ fields: {}, secrets: { apiKey: { state: 'set', last4: '1234' } } },
    ...{ model: 'gpt-small', parameters: {}, changedAt: ago(60_000) },
    ...changes,
  };
}

/** A profile with the tag FAST. */
export function someTagProfile(id: number, changes: Partial<Profile> = {}): Profile {
  return {
    ...{ id: uuid(100 + id), revision: 1, name: 'Quick answers', tag: 'FAST', description: '' },
    ...{ configurationId: uuid(1), mcpServerId: null, parameters: {} },
    ...changes,
  };
}

/** Settings of Paula in which nothing is set up. */
export function someSettings(changes: Partial<Settings> = {}): Settings {
  return {
    ...{ userId: 'paula', configurations: [], profiles: [], activeConfigurationId: null, defaultProfileId: null },
    ...{ preferences: { sessionOnly: false }, protection: { kind: 'system', backend: 'gnome_libsecret' } },
    ...{ isLocked: false, trouble: null },
    ...changes,
  };
}

/** Settings of Paula with one configuration, which is used, and one profile. */
export function someReadySettings(changes: Partial<Settings> = {}): Settings {
  const configurations = [someConfiguration(1)];
  const profiles = [someTagProfile(1)];
  return someSettings({ configurations, profiles, activeConfigurationId: uuid(1), ...changes });
}

/** A provider's answer. */
export function someResult(changes: Partial<CheckResult> = {}): CheckResult {
  return { outcome: 'ok', status: 200, ms: 120, message: 'It answers.', hint: '', retryAfterMs: null, ...changes };
}

/** A list of models for chats, one for embeddings, one for neither. */
export function someListing(changes: Partial<ModelListing> = {}): ModelListing & { readonly listedAt: string } {
  const model = { contextSize: null, kind: 'chat' } as const;
  return {
    result: someResult(),
    models: [
      { ...model, id: 'gpt-large', name: 'GPT large', contextSize: 128_000 },
      { ...model, id: 'gpt-small', name: 'gpt-small' },
      { ...model, id: 'embed-1', name: 'embed-1', kind: 'embedding' },
      { ...model, id: 'paint-1', name: 'paint-1', kind: 'other' },
    ],
    isCut: false,
    listedAt: ago(120_000),
    ...changes,
  };
}

/** What an import of one configuration with one profile would do. */
export function someImportPlan(changes: Partial<SettingsImportPlan> = {}): SettingsImportPlan {
  return {
    ...{ planId: 'plan', fileName: 'settings.json', missingSecrets: 1 },
    configurations: [{ name: 'Work 1', provider: 'openai', as: 'Work 1 2' }],
    profiles: [{ name: 'Quick answers', tag: 'FAST', as: 'FAST2' }],
    ...changes,
  };
}

/** A piece of an answer; with an `end` the last one. */
export function someBatch(changes: { readonly text: string; readonly end?: Outcome }): ChatBatch {
  const { text, end } = changes;
  return {
    source: {
      ...{ configurationId: uuid(1), configurationName: 'Work 1', provider: 'openai', model: 'gpt-small' },
      profile: null,
    },
    ...{ text, firstTokenMs: 80 },
    end:
      end === undefined ? null : { ms: 1200, result: someResult({ outcome: end }), inputTokens: 12, outputTokens: 7 },
  };
}

/** Nobody has asked anything, and idle contexts are dropped as usual. */
export function someContexts(changes: Partial<ContextsState> = {}): ContextsState {
  return {
    own: null,
    times: {
      cleanupIntervalSeconds: { value: 300, origin: 'usual' },
      maxAgeHours: { value: 24, origin: 'usual' },
    },
    refused: [],
    ...changes,
  };
}
