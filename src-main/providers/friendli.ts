import type { AddressShape } from './address.ts';
import { AnswerFault } from './faults.ts';
import {
  bearer,
  choiceField,
  noSecretProblems,
  placeOfBase,
  plainModelProblem,
  secretField,
  takeVariables,
  textField,
  urlField,
} from './fields.ts';
import { listInOpenAiWay } from './openai-list.ts';
import type { Asking, FoundModels, Provider } from './provider.ts';
import { sdkChat, topKOf } from './sdk-chat.ts';

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
  // An endpoint of one's own sleeps while nobody asks it.
  startsSlowly: true,
  cases: [
    {
      status: [401, 403],
      outcome: 'auth',
      what: 'does not accept the token, or not for this team',
      hint: 'Copy the token again, and leave the team empty unless the token belongs to several.',
    },
    {
      status: [404],
      asked: 'chat',
      outcome: 'model_not_found',
      what: ({ model }) => `has no model or endpoint named ${model}`,
      hint: 'With the dedicated service the model is the id of your endpoint; correct it, or the service.',
    },
    {
      status: [503],
      outcome: 'server',
      what: 'is waking the endpoint, which sleeps while nobody asks it',
      hint: 'Wait a minute or two, then try again; an endpoint that was stopped has to be started at friendli.ai.',
    },
  ],
  placeOf: (fields) =>
    placeOfBase({ baseUrl: fields.baseUrl === '' ? `${host}/${fields.service}/v1` : (fields.baseUrl ?? '') }, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  list,
  chat: sdkChat({
    open: (sdk, { place, secrets, fields, model, fetch }) =>
      sdk
        .createOpenAICompatible({
          ...{ name: 'friendli', baseURL: place.chat, fetch, includeUsage: true },
          headers: headersOf({ secrets, fields }),
        })
        .chatModel(model),
    apart: (parameters) => topKOf('friendli', parameters),
  }),
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

function headersOf({ secrets, fields }: Pick<Asking, 'secrets' | 'fields'>): Record<string, string> {
  const { team = '' } = fields;
  return { ...bearer(secrets.apiKey), ...(team === '' ? {} : { 'x-friendli-team': team }) };
}

/**
 * Not every installation has a list. Where there is none, a request without a body tells as much of the token and costs
 * nothing: it is refused for the token, or for the body.
 */
async function list(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  try {
    return await listInOpenAiWay(asking, headersOf(asking), signal);
  } catch (cause) {
    if (!(cause instanceof AnswerFault) || cause.status !== 404) throw cause;
  }
  try {
    const headers = { ...headersOf(asking), 'content-type': 'application/json' };
    const url = `${asking.place.chat}/chat/completions`;
    await (await asking.fetch(url, { method: 'POST', headers, body: '{}', signal })).body?.cancel();
  } catch (cause) {
    if (!(cause instanceof AnswerFault) || (cause.status !== 400 && cause.status !== 422)) throw cause;
  }
  return { models: [], isCut: false, note: 'It does not tell which models it has: enter the id of yours.' };
}
