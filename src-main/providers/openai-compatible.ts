import type { AddressShape } from './address.ts';
import { bearer, noSecretProblems, placeOfBase, plainModelProblem, secretField, urlField } from './fields.ts';
import { listInOpenAiWay } from './openai-list.ts';
import type { Provider } from './provider.ts';
import { sdkChat } from './sdk-chat.ts';

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
  startsSlowly: true,
  cases: [],
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  list: (asking, signal) => listInOpenAiWay(asking, bearer(asking.secrets.apiKey), signal),
  chat: sdkChat({
    open: (sdk, { place, secrets, model, fetch }) =>
      sdk
        .createOpenAICompatible({
          ...{ name: 'compatible', baseURL: place.chat, fetch, includeUsage: true },
          headers: bearer(secrets.apiKey),
        })
        .chatModel(model),
  }),
  // No variable means it: each such server has its own.
  fromEnvironment: () => null,
};
