import * as z from 'zod';
import type { ListedModel } from '../../src-shared/providers.ts';
import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, plainModelProblem, secretField, takeVariables, urlField } from './fields.ts';
import { collectPages } from './model-list.ts';
import type { Provider } from './provider.ts';
import { sdkChat } from './sdk-chat.ts';

const standardBase = 'https://api.anthropic.com/v1';
const shape: AddressShape = { calls: /\/(messages|models|complete)$/, standardPath: '/v1', isCloud: true };

/** Anthropic (facts/providers 1.4). */
export const anthropic: Provider = {
  id: 'anthropic',
  name: 'Anthropic',
  fields: [
    secretField('apiKey', 'API key', 'Made at console.anthropic.com under API keys; it is shown there once.', {
      isRequired: true,
      example: 'sk-ant-...',
    }),
    urlField('baseUrl', 'Address', 'Left empty, it is Anthropic itself; a proxy of yours has an address of its own.', {
      standard: standardBase,
      example: standardBase,
    }),
  ],
  capabilities: {
    listsModels: true,
    modelWord: 'model',
    isLocal: false,
    parameters: ['temperature', 'topP', 'topK', 'maxTokens'],
    serves: [],
  },
  startsSlowly: false,
  cases: [
    {
      code: /^overloaded_error$/,
      outcome: 'server',
      what: 'is overloaded',
      hint: 'Wait a little, then try again; the status page of Anthropic may tell more.',
    },
    {
      code: /^not_found_error$/,
      asked: 'chat',
      outcome: 'model_not_found',
      what: ({ model }) => `has no model named ${model}`,
      hint: 'Choose a model of the list, or correct its name; old models are taken out of service.',
    },
    {
      says: /credit balance/i,
      outcome: 'quota',
      what: 'does not answer because there is no credit left',
      hint: 'Add credit at console.anthropic.com under Billing.',
    },
  ],
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }) => `${chat}/messages`,
  modelProblem: plainModelProblem,
  secretProblems: noSecretProblems,
  list: (asking, signal) => {
    const first = `${asking.place.list}/models?limit=1000`;
    return collectPages(
      asking,
      { url: first, headers: { 'x-api-key': asking.secrets.apiKey ?? '', 'anthropic-version': '2023-06-01' } },
      (body) => {
        const { data, has_more: hasMore, last_id: last } = page.parse(body);
        const isMore = hasMore === true && typeof last === 'string';
        return { entries: data, next: isMore ? `${first}&after_id=${encodeURIComponent(last)}` : null };
      },
      toModel,
      signal,
    );
  },
  chat: sdkChat({
    open: (sdk, { place, secrets, model, fetch }) =>
      sdk.createAnthropic({ baseURL: place.chat, apiKey: secrets.apiKey ?? '', fetch })(model),
  }),
  fromEnvironment: (found) =>
    takeVariables(
      found,
      { secrets: { apiKey: ['ANTHROPIC_API_KEY'] }, fields: { baseUrl: ['ANTHROPIC_BASE_URL'] } },
      'apiKey',
    ),
};

const page = z.object({
  data: z.array(z.unknown()),
  has_more: z.unknown().optional(),
  last_id: z.unknown().optional(),
});
const entry = z.object({
  id: z.string(),
  display_name: z.string().catch(''),
  max_input_tokens: z.number().optional().catch(undefined),
});

function toModel(value: unknown): ListedModel | null {
  const { success, data } = entry.safeParse(value);
  if (!success) return null;
  return { id: data.id, name: data.display_name, kind: 'chat', contextSize: data.max_input_tokens ?? null };
}
