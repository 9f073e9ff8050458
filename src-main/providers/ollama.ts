import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, plainModelProblem, secretField, takeVariables, urlField } from './fields.ts';
import type { Provider } from './provider.ts';

const standardBase = 'http://localhost:11434';
/** Its own calls and those in OpenAI's way have different paths: the base is what both begin with. */
const shape: AddressShape = {
  calls: /\/api(\/[a-z]+)?$|\/v1(\/(chat\/completions|completions|embeddings|models))?$/,
  standardPath: '',
  isCloud: false,
};

/** Ollama on this computer, in the local network or in its cloud (facts/providers 1.7). */
export const ollama: Provider = {
  id: 'ollama',
  name: 'Ollama',
  fields: [
    urlField('baseUrl', 'Address', 'Where Ollama listens; left empty, it is this computer.', {
      standard: standardBase,
      example: standardBase,
    }),
    secretField('apiKey', 'API key', 'Only for ollama.com, or for a proxy that asks for one.'),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: true,
    parameters: ['temperature', 'topP', 'topK', 'maxTokens', 'contextSize'],
    serves: ['llm', 'embedding'],
  },
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/api/chat`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  fromEnvironment: (found) =>
    takeVariables(
      found,
      { fields: { baseUrl: ['OLLAMA_HOST'] }, secrets: { apiKey: ['OLLAMA_API_KEY'] } },
      (found.OLLAMA_HOST ?? '') === '' ? 'apiKey' : 'baseUrl',
    ),
};
