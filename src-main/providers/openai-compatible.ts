import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, plainModelProblem, secretField, urlField } from './fields.ts';
import type { Provider } from './provider.ts';

const shape: AddressShape = {
  calls: /\/(chat\/completions|completions|responses|embeddings|models)$/,
  standardPath: '/v1',
  isCloud: false,
};

/** Whatever speaks as OpenAI does: vLLM, LocalAI, a gateway (facts/providers 1.8). */
export const openaiCompatible: Provider = {
  id: 'openai-compatible',
  name: 'OpenAI-compatible',
  fields: [
    urlField('baseUrl', 'Address', 'The base of its calls, as its documentation names it; it mostly ends in /v1.', {
      isRequired: true,
      example: 'https://host/v1',
    }),
    secretField('apiKey', 'API key', 'Only where it asks for one.'),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: false,
    parameters: ['temperature', 'topP', 'maxTokens'],
    serves: ['llm', 'embedding'],
  },
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  // No variable means it: each such server has its own.
  fromEnvironment: () => null,
};
