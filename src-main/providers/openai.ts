import type { AddressShape } from './address.ts';
import {
  noSecretProblems,
  placeOfBase,
  plainModelProblem,
  secretField,
  takeVariables,
  textField,
  urlField,
} from './fields.ts';
import type { Provider } from './provider.ts';

const standardBase = 'https://api.openai.com/v1';
const shape: AddressShape = {
  calls: /\/(chat\/completions|completions|responses|embeddings|models)$/,
  standardPath: '/v1',
  isCloud: true,
};

/** OpenAI itself (facts/providers 1.3). */
export const openai: Provider = {
  id: 'openai',
  name: 'OpenAI',
  fields: [
    secretField('apiKey', 'API key', 'Made at platform.openai.com under API keys; it is shown there once.', {
      isRequired: true,
      example: 'sk-...',
    }),
    textField(
      'organization',
      'Organization',
      'Only for a key that belongs to several: its id from Settings, General.',
      {
        example: 'org-...',
      },
    ),
    textField('project', 'Project', 'Only for a key that is not bound to a project: the id of the project to bill.', {
      example: 'proj_...',
    }),
    urlField('baseUrl', 'Address', 'Left empty, it is OpenAI itself; a proxy of yours has an address of its own.', {
      standard: standardBase,
      example: standardBase,
    }),
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
  fromEnvironment: (found) =>
    takeVariables(
      found,
      {
        secrets: { apiKey: ['OPENAI_API_KEY'] },
        fields: { baseUrl: ['OPENAI_BASE_URL'], organization: ['OPENAI_ORG_ID'], project: ['OPENAI_PROJECT_ID'] },
      },
      'apiKey',
    ),
};
