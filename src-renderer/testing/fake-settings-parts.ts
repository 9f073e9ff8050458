import type { ChatBatch } from '../../src-shared/chat.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { FieldsPreview } from '../../src-shared/providers.ts';
import type { ConfigurationDraft, EnvironmentOffer, Settings, SettingsImportPlan } from '../../src-shared/settings.ts';
import type { FakeParts } from './fake-home-parts.ts';
import { fedStream } from './fake-inspecting.ts';
import {
  someCatalogue,
  someContexts,
  someImportPlan,
  someListing,
  someResult,
  someSettings,
  uuid,
} from './settings-facts.ts';

/** Feeds the answer of the chat. */
export type FeedChat = (batch: ChatBatch) => void;

/** The domains of a user's settings: what is saved is there afterwards, but told only by the answer. */
export function fakeSettingsParts(
  parts: FakeParts,
  open: Set<string>,
): { readonly parts: Pick<Api, 'providers' | 'settings' | 'chat'>; readonly feedChat: FeedChat } {
  const { states, read, record, listen } = parts;
  const stream = fedStream<ChatBatch>('chat', open, []);
  const now = () => (states.settings !== null && 'userId' in states.settings ? states.settings : someSettings());
  const changed = (name: string, input: unknown, change: (settings: Settings) => Partial<Settings>) =>
    record<Settings>(`settings.${name}`, input, { ...now(), ...change(now()) });
  return {
    feedChat: stream.feed,
    parts: {
      providers: {
        catalogue: () => read(someCatalogue()),
        preview: async (input) =>
          record<FieldsPreview>('providers.preview', input, {
            url: `${input.fields.baseUrl ?? 'https://example.org/v1'}/chat/completions`,
            ...{ problems: {}, warnings: [] },
          }),
      },
      settings: {
        get: () => read(states.settings),
        saveConfiguration: (input) =>
          changed('saveConfiguration', input, (settings) => saved(settings, input as ConfigurationDraft)),
        removeConfiguration: (input) =>
          changed('removeConfiguration', input, ({ configurations }) => ({
            configurations: configurations.filter(({ id }) => id !== input.id),
          })),
        saveProfile: (input) =>
          changed('saveProfile', input, ({ profiles }) => {
            const { id, revision, mcpServerId = null, ...rest } = input;
            const kept = { ...rest, mcpServerId, id: id ?? uuid(200), revision: revision + 1 };
            return { profiles: [...profiles.filter((each) => each.id !== kept.id), kept] };
          }),
        removeProfile: (input) =>
          changed('removeProfile', input, ({ profiles }) => ({
            profiles: profiles.filter(({ id }) => id !== input.id),
          })),
        choose: (input) =>
          changed('choose', input, ({ activeConfigurationId, defaultProfileId }) => ({
            activeConfigurationId:
              input.activeConfigurationId === undefined ? activeConfigurationId : input.activeConfigurationId,
            defaultProfileId: input.defaultProfileId === undefined ? defaultProfileId : input.defaultProfileId,
          })),
        setPreferences: (input) => changed('setPreferences', input, () => ({ preferences: input })),
        unlock: (input) => changed('unlock', input, () => ({ isLocked: false })),
        allowWeakProtection: (input) =>
          changed('allowWeakProtection', input, ({ protection }) => ({
            protection: protection.kind === 'weak' ? { ...protection, ...input } : protection,
          })),
        useLastGood: () => changed('useLastGood', undefined, () => ({ trouble: null })),
        startAfresh: () => changed('startAfresh', undefined, () => ({ trouble: null })),
        lookInEnvironment: () => record<readonly EnvironmentOffer[]>('settings.lookInEnvironment', undefined, []),
        importFromEnvironment: (input) => changed('importFromEnvironment', input, () => ({})),
        exportToFile: () => record('settings.exportToFile', undefined, { path: '/chosen/settings.json' }),
        planImport: () => record<SettingsImportPlan | null>('settings.planImport', undefined, null),
        importFile: (input) => changed('importFile', input, () => ({})),
        // The window chooses files; texts are for the command line.
        exportText: () => record('settings.exportText', undefined, { text: '{}' }),
        planImportText: (input) => record<SettingsImportPlan>('settings.planImportText', input, someImportPlan()),
        onChanged: listen('settings'),
      },
      chat: {
        ...stream.calls,
        open: async (input) => {
          const refused = await record('chat.open', input, null);
          return refused.ok ? stream.calls.open(input) : refused;
        },
        check: (input) => record('chat.check', input, someResult()),
        listModels: (input) => record('chat.listModels', input, someListing()),
        cancel: (input) => record('chat.cancel', input, null),
        contexts: () => read(someContexts()),
        setContextTimes: (input) => record('chat.setContextTimes', input, someContexts()),
      },
    },
  };
}

/** What main keeps of a form: the secrets as their last four characters. */
function saved({ configurations, activeConfigurationId }: Settings, draft: ConfigurationDraft): Partial<Settings> {
  const { id, revision, secrets, ...rest } = draft;
  const former = configurations.find((each) => each.id === id);
  const kept = Object.entries(secrets).flatMap(([name, edit]) => {
    if (edit.kind === 'keep') return [];
    const state =
      edit.kind === 'set' ? ({ state: 'set', last4: edit.value.slice(-4) } as const) : ({ state: 'none' } as const);
    return [[name, state] as const];
  });
  const configuration = {
    ...{ ...rest, id: id ?? uuid(50 + configurations.length), revision: revision + 1 },
    ...{ secrets: { ...former?.secrets, ...Object.fromEntries(kept) }, changedAt: new Date().toISOString() },
  };
  return {
    configurations: [...configurations.filter((each) => each.id !== configuration.id), configuration],
    activeConfigurationId: activeConfigurationId ?? configuration.id,
  };
}
