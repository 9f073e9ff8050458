import type { FieldValues } from '../../src-shared/providers.ts';
import type { AddressShape } from './address.ts';
import {
  bearer,
  noSecretProblems,
  placeOfBase,
  plainModelProblem,
  secretField,
  takeVariables,
  textField,
  urlField,
} from './fields.ts';
import { listInOpenAiWay } from './openai-list.ts';
import type { Asking, Provider } from './provider.ts';
import { completionTokens, sdkChat } from './sdk-chat.ts';

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
  startsSlowly: false,
  cases: [
    {
      asked: 'list',
      status: [401, 403],
      says: /missing scopes|insufficient permissions/i,
      outcome: 'permission',
      what: 'does not let this key list models',
      hint: 'Enter the id of the model, or give the key the right to read models.',
      passes: 'access',
    },
    {
      status: [401],
      says: /organization|project/i,
      outcome: 'auth',
      what: 'does not accept the key for this organization or project',
      hint: 'Leave organization and project empty, or correct them; the key has to belong to both.',
    },
    {
      status: [403],
      says: /country|region|territory/i,
      outcome: 'permission',
      what: 'does not serve the place this computer is in',
      hint: 'OpenAI cannot be used from here; a provider that can, such as Azure OpenAI, may have the same models.',
    },
    {
      status: [403],
      asked: 'chat',
      outcome: 'permission',
      what: ({ model }) => `does not let this project use ${model}`,
      hint: 'Allow the model in the limits of the project, or choose another.',
    },
    {
      status: [400],
      says: /max_tokens or model output limit/i,
      outcome: 'bad_request',
      what: 'could not end its answer within so few tokens',
      hint: 'Raise the limit of tokens: this model thinks before it answers, which counts.',
      passes: 'chat',
    },
  ],
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  list: (asking, signal) => listInOpenAiWay(asking, headersOf(asking), signal),
  chat: sdkChat({
    open: (sdk, { place, secrets, fields, model, fetch }) =>
      sdk
        .createOpenAI({
          ...{ baseURL: place.chat, apiKey: secrets.apiKey ?? '', fetch, name: 'openai' },
          ...ownerOf(fields),
        })
        .chat(model),
    apart: ({ maxTokens }) => completionTokens(maxTokens),
  }),
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

function headersOf({ secrets, fields }: Asking): Record<string, string> {
  const { organization, project } = ownerOf(fields);
  return {
    ...bearer(secrets.apiKey),
    ...(organization === undefined ? {} : { 'openai-organization': organization }),
    ...(project === undefined ? {} : { 'openai-project': project }),
  };
}

function ownerOf({ organization = '', project = '' }: FieldValues): { organization?: string; project?: string } {
  return { ...(organization === '' ? {} : { organization }), ...(project === '' ? {} : { project }) };
}
