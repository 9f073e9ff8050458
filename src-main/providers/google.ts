import * as z from 'zod';
import type { ListedModel } from '../../src-shared/providers.ts';
import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, secretField, takeVariables, urlField } from './fields.ts';
import { collectPages } from './model-list.ts';
import type { Provider } from './provider.ts';
import { sdkChat } from './sdk-chat.ts';

const standardBase = 'https://generativelanguage.googleapis.com/v1beta';
const shape: AddressShape = { calls: /\/models(\/[^/]*)?$/, standardPath: '/v1beta', isCloud: true };

/** Google Gemini with a key of AI Studio (facts/providers 1.5). */
export const google: Provider = {
  id: 'google',
  name: 'Google Gemini',
  fields: [
    secretField('apiKey', 'API key', 'Made at aistudio.google.com under API keys.', {
      isRequired: true,
      example: 'AIza...',
    }),
    urlField('baseUrl', 'Address', 'Left empty, it is Google itself; a proxy of yours has an address of its own.', {
      standard: standardBase,
      example: standardBase,
    }),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: false,
    parameters: ['temperature', 'topP', 'topK', 'maxTokens'],
    serves: ['llm', 'embedding'],
  },
  startsSlowly: false,
  cases: [
    // A wrong key is a wrong argument to it: HTTP 400.
    {
      code: /^API_KEY_(INVALID|EXPIRED)$/,
      outcome: 'auth',
      what: 'does not accept the key',
      hint: 'Copy the key again from aistudio.google.com; a key that was deleted or has expired is refused, too.',
    },
    {
      status: [400],
      says: /api key (not valid|expired)/i,
      outcome: 'auth',
      what: 'does not accept the key',
      hint: 'Copy the key again from aistudio.google.com.',
    },
    {
      code: /^FAILED_PRECONDITION$/,
      outcome: 'permission',
      what: 'does not serve this place for free',
      hint: 'Turn on billing for the project of the key in Google Cloud.',
    },
    {
      code: /^(PERMISSION_DENIED|SERVICE_DISABLED|API_KEY_\w*BLOCKED)$/,
      outcome: 'permission',
      what: 'does not allow this to the key',
      hint: 'Turn on the Generative Language API in the project of the key, and look at the restrictions of the key.',
    },
    {
      status: [404],
      asked: 'chat',
      code: /^NOT_FOUND$/,
      outcome: 'model_not_found',
      what: ({ model }) => `has no model named ${model}`,
      hint: 'Choose a model of the list, or correct its name.',
    },
    {
      code: /^RESOURCE_EXHAUSTED$/,
      says: /per ?day|billing|limit: 0/i,
      outcome: 'quota',
      what: 'does not answer because the quota is used up',
      hint: 'Wait until tomorrow, or turn on billing for the project of the key.',
    },
    {
      code: /^DEADLINE_EXCEEDED$/,
      outcome: 'server',
      what: 'did not get done in time',
      hint: 'Send less at once, or try again later.',
    },
  ],
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }, model) => `${chat}/${modelPath(model)}:streamGenerateContent?alt=sse`,
  // It becomes a part of the address as it is.
  modelProblem: (model) =>
    /^[\w.-]+(\/[\w.-]+)*$/.test(model) && !/(^|\/)\.+(\/|$)/.test(model)
      ? null
      : 'The id of a model has letters, digits, dots, dashes and slashes only, such as gemini-2.5-flash.',
  secretProblems: noSecretProblems,
  list: (asking, signal) => {
    const first = `${asking.place.list}/models?pageSize=1000`;
    return collectPages(
      asking,
      // Not in the address, where examples have it: addresses end in logs.
      { url: first, headers: { 'x-goog-api-key': asking.secrets.apiKey ?? '' } },
      (body) => {
        const { models, nextPageToken: token } = page.parse(body);
        const isMore = typeof token === 'string' && token !== '';
        return { entries: models, next: isMore ? `${first}&pageToken=${encodeURIComponent(token)}` : null };
      },
      toModel,
      signal,
    );
  },
  chat: sdkChat({
    open: (sdk, { place, secrets, model, fetch }) =>
      sdk.createGoogleGenerativeAI({ baseURL: place.chat, apiKey: secrets.apiKey ?? '', fetch })(model),
  }),
  fromEnvironment: (found) =>
    takeVariables(
      found,
      { secrets: { apiKey: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'] } },
      'apiKey',
    ),
};

/** A tuned model has a folder of its own, all others are in `models`. */
const modelPath = (model: string) => (model.includes('/') ? model : `models/${model}`);

const page = z.object({ models: z.array(z.unknown()), nextPageToken: z.unknown().optional() });
const entry = z.object({
  name: z.string(),
  displayName: z.string().catch(''),
  inputTokenLimit: z.number().optional().catch(undefined),
  supportedGenerationMethods: z.array(z.unknown()).catch([]),
});

function toModel(value: unknown): ListedModel | null {
  const { success, data } = entry.safeParse(value);
  if (!success) return null;
  const { name, displayName, inputTokenLimit, supportedGenerationMethods: methods } = data;
  const isChat = methods.includes('generateContent');
  const isEmbedding = methods.includes('embedContent');
  if (!isChat && !isEmbedding) return null;
  return {
    id: name.replace(/^models\//, ''),
    name: displayName,
    kind: isChat ? 'chat' : 'embedding',
    contextSize: inputTokenLimit ?? null,
  };
}
