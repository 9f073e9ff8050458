import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, plainModelProblem, secretField, takeVariables, urlField } from './fields.ts';
import type { Provider } from './provider.ts';

const standardBase = 'https://api.anthropic.com/v1';
const shape: AddressShape = { calls: /\/(messages|models|complete)$/, standardPath: '/v1', isCloud: true };

/** Anthropic (facts/providers 1.4). */
export const anthropic: Provider = {
  id: 'anthropic',
  name: 'Anthropic',
  fields: [
    secretField('apiKey', 'API key', 'Made at console.anthropic.com under API keys; it is shown there once.', {
      isRequired: true,
      example: 'sk-ant-...',
    }),
    urlField('baseUrl', 'Address', 'Left empty, it is Anthropic itself; a proxy of yours has an address of its own.', {
      standard: standardBase,
      example: standardBase,
    }),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: false,
    parameters: ['temperature', 'topP', 'topK', 'maxTokens'],
    serves: [],
  },
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/messages`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  fromEnvironment: (found) =>
    takeVariables(
      found,
      { secrets: { apiKey: ['ANTHROPIC_API_KEY'] }, fields: { baseUrl: ['ANTHROPIC_BASE_URL'] } },
      'apiKey',
    ),
};
