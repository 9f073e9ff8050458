import * as z from 'zod';
import type { ListedModel } from '../../src-shared/providers.ts';
import type { AddressShape } from './address.ts';
import { AnswerFault, AskFault } from './faults.ts';
import {
  bearer,
  noSecretProblems,
  placeOfBase,
  plainModelProblem,
  secretField,
  takeVariables,
  urlField,
} from './fields.ts';
import { collectPages } from './model-list.ts';
import { listInOpenAiWay } from './openai-list.ts';
import type { Asking, FoundModels, Provider } from './provider.ts';
import { sdkChat, topKOf } from './sdk-chat.ts';

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
  // A model is loaded with the first question.
  startsSlowly: true,
  cases: [
    {
      trouble: ['refused'],
      outcome: 'refused',
      what: ({ host }) => `cannot be reached: nothing answers at ${host}`,
      hint: 'Open LM Studio and start its server under Developer; on another computer it has to serve the local network.',
    },
    {
      status: [401, 403],
      outcome: 'auth',
      what: 'asks for a token',
      hint: 'Enter the token that LM Studio shows under Developer, Server settings, or turn tokens off there.',
    },
    {
      status: [404],
      asked: 'chat',
      outcome: 'model_not_found',
      what: ({ model }) => `has no model named ${model}`,
      hint: 'Download and load the model in LM Studio, or choose one of the list.',
    },
    {
      status: [400],
      says: /no models? (is |are )?loaded|failed to load|model.*not.*loaded/i,
      outcome: 'model_not_found',
      what: ({ model }) => `could not load ${model}`,
      hint: 'Load the model in LM Studio by hand: it says there what is missing, mostly memory.',
    },
  ],
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/chat/completions`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  list,
  chat: sdkChat({
    open: (sdk, { place, secrets, model, fetch }) =>
      sdk
        .createOpenAICompatible({
          ...{ name: 'lmstudio', baseURL: place.chat, fetch, includeUsage: true },
          headers: bearer(secrets.apiKey),
        })
        .chatModel(model),
    apart: (parameters) => topKOf('lmstudio', parameters),
  }),
  fromEnvironment: (found) => takeVariables(found, { secrets: { apiKey: ['LM_API_TOKEN'] } }, 'apiKey'),
};

const page = z.object({ data: z.array(z.unknown()) });
const entry = z.object({
  id: z.string(),
  type: z.string().catch(''),
  max_context_length: z.number().optional().catch(undefined),
});
const kinds: Readonly<Record<string, ListedModel['kind']>> = { llm: 'chat', vlm: 'chat', embeddings: 'embedding' };

/** Its own list tells what a model is for; releases before 0.3.6 and what speaks like it have OpenAI's alone. */
async function list(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  const headers = bearer(asking.secrets.apiKey);
  try {
    return await collectPages(
      asking,
      { url: `${asking.place.list.replace(/\/v1$/, '')}/api/v0/models`, headers },
      (body) => ({ entries: page.parse(body).data, next: null }),
      toModel,
      signal,
    );
  } catch (cause) {
    if (!isUnknownPath(cause)) throw cause;
  }
  return listInOpenAiWay(asking, headers, signal);
}

/** Paths it does not know it may answer with status 200 and an error. */
function isUnknownPath(cause: unknown): boolean {
  if (cause instanceof AnswerFault) return [200, 404, 405].includes(cause.status ?? 0);
  return cause instanceof AskFault && cause.trouble === 'shape';
}

function toModel(value: unknown): ListedModel | null {
  const { success, data } = entry.safeParse(value);
  if (!success) return null;
  const kind = Object.hasOwn(kinds, data.type) ? (kinds[data.type] ?? 'unknown') : 'unknown';
  return { id: data.id, name: data.id, kind, contextSize: data.max_context_length ?? null };
}
