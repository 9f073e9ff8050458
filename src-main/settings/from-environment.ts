import { Fault } from '../../src-shared/errors.ts';
import type { ProviderId } from '../../src-shared/providers.ts';
import type { ConfigurationDraft, EnvironmentOffer } from '../../src-shared/settings.ts';
import type { SettingsDocument } from './document.ts';
import { freeNames } from './import-plan.ts';
import type { FoundInEnvironment, SettingsPorts } from './ports.ts';

/** What the surroundings offer: names of variables, no values. */
export function offersOf(found: readonly FoundInEnvironment[]): readonly EnvironmentOffer[] {
  return found.map(({ provider, variables }) => ({ provider, variables }));
}

/**
 * Drafts of configurations made of what the surroundings had. What the app began with is handed to whoever asks for it,
 * and to nobody who does not. Fault: `settings/nothing-found`.
 */
export function draftsFrom(
  ports: Pick<SettingsPorts, 'environment'>,
  document: SettingsDocument,
  wanted: readonly ProviderId[],
): readonly ConfigurationDraft[] {
  const all = ports.environment();
  const freeName = freeNames(document.configurations.map(({ name }) => name));
  return [...new Set(wanted)].map((provider) => {
    const found = all.find((one) => one.provider === provider);
    if (found === undefined) {
      throw new Fault('settings/nothing-found', `The app was started without a variable for ${provider}.`);
    }
    const secrets = Object.entries(found.secrets).map(([field, value]) => [field, { kind: 'set', value }] as const);
    return {
      id: null,
      revision: 0,
      name: freeName(`From ${found.variables[0] ?? 'the environment'}`),
      provider,
      fields: { ...found.fields },
      secrets: Object.fromEntries(secrets),
      model: '',
      parameters: {},
    };
  });
}
