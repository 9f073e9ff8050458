import type { AddressShape } from './address.ts';
import {
  choiceField,
  noSecretProblems,
  placeOfBase,
  plainModelProblem,
  secretField,
  takeVariables,
  textField,
  urlField,
} from './fields.ts';
import type { Provider } from './provider.ts';

const host = 'https://api.friendli.ai';
const shape: AddressShape = {
  calls: /\/(chat\/completions|completions|models)$/,
  standardPath: '/v1',
  isCloud: true,
};

/** Friendli, serverless or with endpoints of one's own (facts/providers 1.6). */
export const friendli: Provider = {
  id: 'friendli',
  name: 'Friendli',
  fields: [
    secretField('apiKey', 'Token', 'A personal access token, made at friendli.ai under Personal settings, Tokens.', {
      isRequired: true,
      example: 'flp_...',
    }),
    choiceField('service', 'Service', 'Models that Friendli runs for everybody, or an endpoint of your own.', {
      standard: 'serverless',
      choices: [
        { value: 'serverless', label: 'Serverless' },
        { value: 'dedicated', label: 'Dedicated: the model is the id of your endpoint' },
      ],
    }),
    textField('team', 'Team', 'Only for a token that belongs to several teams: the id of the team to bill.'),
    urlField('baseUrl', 'Address', 'Left empty, it is Friendli itself; an installation of yours has its own.', {
      example: `${host}/serverless/v1`,
    }),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: false,
    parameters: ['temperature', 'topP', 'topK', 'maxTokens'],
    serves: ['llm'],
  },
  placeOf: (fields) =>
    placeOfBase({ baseUrl: fields.baseUrl === '' ? `${host}/${fields.service}/v1` : (fields.baseUrl ?? '') }, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  fromEnvironment: (found) =>
    takeVariables(
      found,
      {
        secrets: { apiKey: ['FRIENDLI_TOKEN'] },
        fields: { baseUrl: ['FRIENDLI_ENDPOINT_URL'], team: ['FRIENDLI_TEAM'] },
      },
      'apiKey',
    ),
};
