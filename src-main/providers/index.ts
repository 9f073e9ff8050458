import type { CheckKind } from '../../src-shared/chat.ts';
import type { Feature } from '../../src-shared/define.ts';
import type {
  CheckResult,
  FieldValues,
  ModelListing,
  ProviderDescription,
  ProviderField,
  ProviderId,
  providers,
} from '../../src-shared/providers.ts';
import type { ProviderClient } from '../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { Clock } from '../ports.ts';
import { allProviders } from './all-providers.ts';
import { checkAccess, listModels } from './check-access.ts';
import { checkChat } from './check-chat.ts';
import { type AskLimits, usualLimits } from './limits.ts';
import { previewFields, problemsOfFields } from './look-at-fields.ts';
import { openClient } from './open-client.ts';
import type { FromEnvironment, Provider, Variables } from './provider.ts';
import { readSecret, type SecretText } from './secret-text.ts';

/** What a provider could be set up with out of the surroundings. */
export interface EnvironmentFind extends FromEnvironment {
  readonly provider: ProviderId;
  /** The provider's name in words. */
  readonly name: string;
}

/**
 * The feature of providers: what kinds there are, and asking them. It keeps nothing of anybody: each question is asked
 * with one user's configuration, which is handed over with it.
 */
export interface ProvidersFeature extends Feature<typeof providers> {
  /** Everything that is wrong with a configuration, by field name in words; empty where it can be used. */
  problemsOf(
    provider: ProviderId,
    fields: FieldValues,
    secretNames: ReadonlySet<string>,
  ): Readonly<Record<string, string>>;
  /** The fields of a provider, in the order of the form. */
  fieldsOf(provider: ProviderId): readonly ProviderField[];
  /** Reads what a person pasted as a secret: the value to keep, or why it is none. */
  readSecret(text: string): SecretText;
  /** What could be set up with variables of the surroundings; nothing is taken but on a person's word. */
  findInVariables(variables: Variables): readonly EnvironmentFind[];
  /** Asks for the models; never throws. Texts are free of the configuration's secrets. */
  listModels(configuration: ResolvedConfiguration, signal: AbortSignal): Promise<ModelListing>;
  /** Asks whether it works; never throws. Texts are free of the configuration's secrets. */
  check(kind: CheckKind, configuration: ResolvedConfiguration, signal: AbortSignal): Promise<CheckResult>;
  /** Makes what chats with the configuration; whoever opens it ends it. */
  openClient(configuration: ResolvedConfiguration): ProviderClient;
}

/** What the feature needs of the rest of the app. */
export interface ProvidersPorts {
  readonly clock: Pick<Clock, 'tick'>;
  /** How far questions may go; those of the app, if left out. */
  readonly limits?: AskLimits;
}

/** Makes the feature of providers (spec 5.1, 5.6, 5.7). */
export function createProviders({ clock, limits = usualLimits }: ProvidersPorts): ProvidersFeature {
  const partsOf = (id: ProviderId) => ({ provider: allProviders[id], clock, limits });
  return {
    catalogue: () => Object.values(allProviders).map(describe),
    preview: ({ provider, fields, model }) => previewFields(allProviders[provider], fields, model),
    problemsOf: (provider, fields, secretNames) => problemsOfFields(allProviders[provider], fields, secretNames),
    fieldsOf: (provider) => allProviders[provider].fields,
    readSecret,
    findInVariables: (variables) =>
      Object.values(allProviders).flatMap((provider) => {
        const found = provider.fromEnvironment(variables);
        return found === null ? [] : [{ provider: provider.id, name: provider.name, ...found }];
      }),
    listModels: (configuration, signal) => listModels(configuration, partsOf(configuration.provider), signal),
    check: (kind, configuration, signal) =>
      (kind === 'chat' ? checkChat : checkAccess)(configuration, partsOf(configuration.provider), signal),
    openClient: (configuration) => openClient(configuration, partsOf(configuration.provider)),
  };
}

/** What the page may know: data alone. */
function describe({ id, name, fields, capabilities }: Provider): ProviderDescription {
  return { id, name, fields, capabilities };
}
