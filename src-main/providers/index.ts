import type { Feature } from '../../src-shared/define.ts';
import type {
  FieldValues,
  ProviderDescription,
  ProviderField,
  ProviderId,
  providers,
} from '../../src-shared/providers.ts';
import { allProviders } from './all-providers.ts';
import { previewFields, problemsOfFields } from './look-at-fields.ts';
import type { FromEnvironment, Provider, Variables } from './provider.ts';
import { readSecret, type SecretText } from './secret-text.ts';

/** What a provider could be set up with out of the surroundings. */
export interface EnvironmentFind extends FromEnvironment {
  readonly provider: ProviderId;
  /** The provider's name in words. */
  readonly name: string;
}

/** The feature of providers: what kinds there are, and asking them. It keeps nothing of anybody. */
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
}

/** Makes the feature of providers (spec 5.1, 5.6, 5.7). */
export function createProviders(): ProvidersFeature {
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
  };
}

/** What the page may know: data alone. */
function describe({ id, name, fields, capabilities }: Provider): ProviderDescription {
  return { id, name, fields, capabilities };
}
