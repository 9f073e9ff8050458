import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, plainModelProblem, secretField, takeVariables, urlField } from './fields.ts';
import type { Provider } from './provider.ts';

const standardBase = 'http://localhost:1234/v1';
const shape: AddressShape = {
  calls: /\/(chat\/completions|completions|embeddings|models)$|\/api\/v\d+(\/models)?$/,
  standardPath: '/v1',
  isCloud: false,
};

/** LM Studio's server (facts/providers 1.8). */
export const lmStudio: Provider = {
  id: 'lm-studio',
  name: 'LM Studio',
  fields: [
    urlField(
      'baseUrl',
      'Address',
      'Shown in LM Studio under Developer once its server runs; left empty, this computer.',
      {
        standard: standardBase,
        example: standardBase,
      },
    ),
    secretField('apiKey', 'API token', 'Only where LM Studio was told to ask for one.'),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: true,
    parameters: ['temperature', 'topP', 'topK', 'maxTokens'],
    serves: ['llm', 'embedding'],
  },
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  fromEnvironment: (found) => takeVariables(found, { secrets: { apiKey: ['LM_API_TOKEN'] } }, 'apiKey'),
};
