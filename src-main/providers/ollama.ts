import * as z from 'zod';
import type { ListedModel } from '../../src-shared/providers.ts';
import type { AddressShape } from './address.ts';
import {
  bearer,
  noSecretProblems,
  placeOfBase,
  plainModelProblem,
  secretField,
  takeVariables,
  urlField,
} from './fields.ts';
import { collectPages, getJson } from './model-list.ts';
import { ollamaChat } from './ollama-chat.ts';
import type { Asking, FoundModels, Provider } from './provider.ts';

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
  // A model is loaded with the first question.
  startsSlowly: true,
  cases: [
    {
      trouble: ['refused'],
      outcome: 'refused',
      what: ({ host }) => `cannot be reached: nothing answers at ${host}`,
      hint: 'Start Ollama (the app, or `ollama serve`); on another computer it has to listen on 0.0.0.0.',
    },
    {
      status: [404],
      asked: 'chat',
      says: /model|not found/i,
      outcome: 'model_not_found',
      what: ({ model }) => `does not have the model ${model}`,
      hint: ({ model }) => `Get it with: ollama pull ${model}`,
    },
    {
      status: [403],
      outcome: 'permission',
      what: 'does not serve this computer',
      hint: 'Allow it in OLLAMA_ORIGINS or in the proxy in front of Ollama, then restart Ollama.',
    },
    {
      status: [500],
      says: /memory|runner|cuda|terminated/i,
      outcome: 'server',
      what: ({ model }) => `could not run ${model}: it mostly needs more memory than there is`,
      hint: 'Choose a smaller model or context size, or free memory, then try again.',
    },
  ],
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/api/chat`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  list,
  chat: ollamaChat,
  fromEnvironment: (found) =>
    takeVariables(
      found,
      { fields: { baseUrl: ['OLLAMA_HOST'] }, secrets: { apiKey: ['OLLAMA_API_KEY'] } },
      (found.OLLAMA_HOST ?? '') === '' ? 'apiKey' : 'baseUrl',
    ),
};

const version = z.object({ version: z.string() });
const page = z.object({ models: z.array(z.unknown()) });
const entry = z.object({
  name: z.string(),
  model: z.string().optional().catch(undefined),
  details: z.object({ family: z.string().catch('') }).catch({ family: '' }),
  capabilities: z.array(z.unknown()).optional().catch(undefined),
});

/** Two questions: what it has, and its version. */
async function list(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  const headers = bearer(asking.secrets.apiKey);
  const found = await collectPages(
    asking,
    { url: `${asking.place.list}/api/tags`, headers },
    (body) => ({ entries: page.parse(body).models, next: null }),
    toModel,
    signal,
  );
  // Its cloud and some proxies do not tell it: that is no failure.
  const told = await getJson(asking, `${asking.place.list}/api/version`, headers, signal).catch(() => {
    signal.throwIfAborted();
    return null;
  });
  const { success, data } = version.safeParse(told);
  return success ? { ...found, note: `Its version is ${data.version.slice(0, 50)}.` } : found;
}

function toModel(value: unknown): ListedModel | null {
  const { success, data } = entry.safeParse(value);
  if (!success) return null;
  const { name, model, details, capabilities } = data;
  const isEmbedding = capabilities?.includes('embedding') ?? (/bert/i.test(details.family) || /embed/i.test(name));
  return { id: model ?? name, name, kind: isEmbedding ? 'embedding' : 'chat', contextSize: null };
}
