import type { Api } from '../../src-shared/contract.ts';
import type { ProviderDescription } from '../../src-shared/providers.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** A provider with a field of every kind. */
export const someProvider: ProviderDescription = {
  id: 'openai',
  name: 'OpenAI',
  fields: [
    field('secret', 'apiKey', 'API key', 'Made on the page of the provider.', { isRequired: true }),
    field('text', 'project', 'Project', 'The id of the project to bill.'),
    field('choice', 'service', 'Service', 'For everybody, or your own.', {
      standard: 'shared',
      choices: [
        { value: 'shared', label: 'Shared' },
        { value: 'own', label: 'Own' },
      ],
    }),
    field('url', 'baseUrl', 'Address', 'Left empty, it is the provider itself.', {
      standard: 'https://api.example/v1',
    }),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: false,
    parameters: ['temperature', 'topP', 'maxTokens'],
    serves: ['llm', 'embedding'],
  },
};

type Field = ProviderDescription['fields'][number];

function field(kind: Field['kind'], name: string, label: string, help: string, more: Partial<Field> = {}): Field {
  return { ...{ name, label, kind, help, isRequired: false, example: null, standard: null, choices: [] }, ...more };
}

/** The domain of providers as a page sees it: one provider, whose address is what was entered. */
export function fakeProviders({ record }: Pick<FakeParts, 'record'>): Pick<Api, 'providers'> {
  return {
    providers: {
      catalogue: () => record('providers.catalogue', undefined, [someProvider]),
      preview: (input) => {
        const url = `${input.fields.baseUrl ?? 'https://api.example/v1'}/chat/completions`;
        return record('providers.preview', input, { url, problems: {}, warnings: [] });
      },
    },
  };
}
