import type { ProviderDescription } from '../../../src-shared/providers.ts';
import type { Configuration, Profile, Settings } from '../../../src-shared/settings.ts';
import type { Stores } from '../../app-stores.ts';
import { newDraft } from '../../lib/configuration-draft.ts';

/** The ways to the one form beside the list: what is open and not saved is asked about first. */
export interface OpenForms {
  openConfiguration(configuration: Configuration): void;
  beginConfiguration(provider: ProviderDescription, settings: Settings): void;
  openProfile(profile: Profile): void;
  beginProfile(settings: Settings): void;
}

/** Makes the ways for these stores. */
export function openForms({ configurationEditor, tagProfileEditor, modelList, checks }: Stores): OpenForms {
  const configurations = configurationEditor.getState();
  const profiles = tagProfileEditor.getState();
  const besideProfiles = (go: () => void) => profiles.close(go);
  const fresh = () => {
    modelList.getState().forget();
    checks.getState().forget('form');
  };
  return {
    openConfiguration: (configuration) =>
      besideProfiles(() => {
        if (configurationEditor.getState().opened?.base?.id === configuration.id) return;
        fresh();
        configurations.open(configuration);
      }),
    beginConfiguration: (provider, settings) =>
      besideProfiles(() => {
        fresh();
        configurations.begin(
          newDraft(
            provider,
            settings.configurations.map(({ name }) => name),
          ),
        );
      }),
    openProfile: (profile) => configurations.close(() => profiles.open(profile)),
    beginProfile: ({ configurations: all, activeConfigurationId }) =>
      configurations.close(() =>
        profiles.begin({
          ...{ name: '', tag: '', description: '', parameters: {} },
          configurationId: activeConfigurationId ?? all[0]?.id ?? '',
        }),
      ),
  };
}
