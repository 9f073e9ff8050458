import type { Api } from '../../src-shared/contract.ts';
import type { Settings } from '../../src-shared/settings.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** What somebody has who never set anything. */
export const noSettings: Settings = {
  userId: 'paula',
  configurations: [],
  profiles: [],
  activeConfigurationId: null,
  defaultProfileId: null,
  preferences: { sessionOnly: false },
  protection: { kind: 'system', backend: 'gnome_libsecret' },
  isLocked: false,
  trouble: null,
};

/** The domain of settings as a page sees it that has none. */
export function fakeSettings({ record }: Pick<FakeParts, 'record'>): Pick<Api, 'settings'> {
  const answer = (name: string) => (input: unknown) => record(`settings.${name}`, input, noSettings);
  return {
    settings: {
      get: () => record('settings.get', undefined, noSettings),
      saveConfiguration: answer('saveConfiguration'),
      removeConfiguration: answer('removeConfiguration'),
      saveProfile: answer('saveProfile'),
      removeProfile: answer('removeProfile'),
      choose: answer('choose'),
      setPreferences: answer('setPreferences'),
      unlock: answer('unlock'),
      allowWeakProtection: answer('allowWeakProtection'),
      useLastGood: () => record('settings.useLastGood', undefined, noSettings),
      startAfresh: () => record('settings.startAfresh', undefined, noSettings),
      lookInEnvironment: () => record('settings.lookInEnvironment', undefined, []),
      importFromEnvironment: answer('importFromEnvironment'),
      exportToFile: () => record('settings.exportToFile', undefined, null),
      exportText: () => record('settings.exportText', undefined, { text: '{}' }),
      planImport: () => record('settings.planImport', undefined, null),
      planImportText: ({ fileName }) =>
        record('settings.planImportText', undefined, {
          ...{ planId: 'one', fileName, configurations: [], profiles: [], missingSecrets: 0 },
        }),
      importFile: answer('importFile'),
      onChanged: () => () => undefined,
    },
  };
}
