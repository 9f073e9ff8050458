import * as z from 'zod';
import type { FieldValues } from '../../src-shared/providers.ts';
import { type AddressShape, readAddress } from './address.ts';
import { AskFault } from './faults.ts';
import { secretField, takeVariables, textField, urlField } from './fields.ts';
import { getJson } from './model-list.ts';
import type { Asking, FoundModels, Placing, Provider } from './provider.ts';
import { completionTokens, sdkChat } from './sdk-chat.ts';

/** Everything behind the resource's own address belongs to single calls. */
const shape: AddressShape = { calls: /\/openai(\/.*)?$/, standardPath: '', isCloud: true };

/** Azure OpenAI in both of its ways: version 1, and the one with dated versions (facts/providers 1.2). */
export const azureOpenai: Provider = {
  id: 'azure-openai',
  name: 'Azure OpenAI',
  fields: [
    urlField('endpoint', 'Endpoint', 'In the Azure portal, on the page "Keys and Endpoint" of your resource.', {
      isRequired: true,
      example: 'https://my-resource.openai.azure.com',
    }),
    secretField('apiKey', 'API key', 'One of the two keys on the same page of the portal.'),
    secretField(
      'entraToken',
      'Entra token',
      'Instead of a key: an access token of Microsoft Entra, which lasts about an hour.',
    ),
    textField('apiVersion', 'API version', 'Left empty, it is v1; a date such as 2024-10-21 asks in the older way.', {
      standard: 'v1',
      example: '2024-10-21',
    }),
  ],
  capabilities: {
    listsModels: false,
    modelWord: 'deployment',
    isLocal: false,
    parameters: ['temperature', 'topP', 'maxTokens'],
    serves: ['llm', 'embedding'],
  },
  startsSlowly: false,
  cases: [
    {
      trouble: ['dns'],
      outcome: 'dns',
      what: ({ host }) => `cannot be found: there is no resource at ${host}`,
      hint: 'Copy the endpoint again from the page "Keys and Endpoint" of your resource; check whether you are online.',
    },
    {
      status: [401],
      outcome: 'auth',
      what: 'does not accept the key: it is wrong, or of another resource or region',
      hint: 'Copy endpoint and key from the same page "Keys and Endpoint"; an Entra token may have ended.',
    },
    {
      status: [403],
      outcome: 'permission',
      what: 'does not let this computer or this kind of key in',
      hint: 'Look at the resource in the portal: its network and firewall, and whether keys are turned off there.',
    },
    {
      code: /^DeploymentNotFound$/,
      outcome: 'model_not_found',
      what: ({ model }) => `has no deployment named ${model}`,
      hint: 'Enter the name of the deployment, not of the model; one that is new takes about five minutes.',
    },
    {
      status: [404],
      outcome: 'endpoint_not_found',
      what: ({ host }) => `has nothing at that address of ${host}`,
      hint: 'Check the endpoint and the API version: v1 is right for most, 2024-10-21 for older resources.',
    },
    {
      code: /content_filter|ResponsibleAIPolicyViolation/,
      outcome: 'bad_request',
      what: 'held the request back by its content filter',
      hint: 'Word the message differently, or change the content filter of the deployment.',
    },
    {
      status: [400],
      says: /max_tokens or model output limit/i,
      outcome: 'bad_request',
      what: 'could not end its answer within so few tokens',
      hint: 'Raise the limit of tokens: this model thinks before it answers, which counts.',
      passes: 'chat',
    },
    {
      status: [400],
      says: /max_(completion_)?tokens/i,
      outcome: 'bad_request',
      what: 'does not take the limit of tokens in this API version',
      hint: 'Set the API version to v1, or leave the limit of tokens empty.',
    },
  ],
  placeOf,
  chatUrl({ chat }, model, { apiVersion = 'v1' }) {
    if (isVersion1(apiVersion)) return `${chat}/v1/chat/completions`;
    return `${chat}/deployments/${model}/chat/completions?api-version=${apiVersion}`;
  },
  // It becomes a part of the address as it is.
  modelProblem: (model) =>
    /^[A-Za-z0-9][\w.-]{0,63}$/.test(model)
      ? null
      : 'The name of a deployment has up to 64 letters, digits, dots, dashes and underscores.',
  secretProblems: (names) =>
    names.has('apiKey') || names.has('entraToken') ? {} : { apiKey: 'Enter an API key, or an Entra token.' },
  list,
  chat: sdkChat({
    open(sdk, { place, secrets, fields, model, fetch }) {
      const { apiVersion = 'v1' } = fields;
      const { apiKey, entraToken } = secrets;
      const way = isVersion1(apiVersion)
        ? { baseURL: `${place.chat}/v1` }
        : { baseURL: place.chat, apiVersion, useDeploymentBasedUrls: true };
      // A key of its own, or a token of its own: with neither the library looks elsewhere.
      const own = apiKey === undefined ? { tokenProvider: async () => entraToken ?? '' } : { apiKey };
      return sdk.createAzure({ ...way, ...own, fetch }).chat(model);
    },
    apart: ({ maxTokens }, { fields: { apiVersion = 'v1' } }) =>
      isVersion1(apiVersion) || apiVersion >= '2024-09' ? completionTokens(maxTokens) : null,
  }),
  fromEnvironment: (found) =>
    takeVariables(
      found,
      {
        secrets: { apiKey: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'] },
        fields: { endpoint: ['AZURE_OPENAI_ENDPOINT'], apiVersion: ['AZURE_OPENAI_API_VERSION', 'OPENAI_API_VERSION'] },
      },
      'apiKey',
    ),
};

/** Whether requests go the newer way, which has no dated version. */
const isVersion1 = (apiVersion: string) => /^v1(-preview)?$/i.test(apiVersion);

function placeOf(fields: FieldValues): Placing {
  const { url, problem, warnings } = readAddress(fields.endpoint ?? '', shape);
  const problems: Record<string, string> = problem === null ? {} : { endpoint: problem };
  if (!/^(v1|v1-preview|\d{4}-\d{2}-\d{2}(-preview)?)$/i.test(fields.apiVersion ?? '')) {
    problems.apiVersion = 'An API version is v1, or a date such as 2024-10-21 or 2025-01-01-preview.';
  }
  if (url === null || Object.keys(problems).length > 0) return { place: null, problems, warnings };
  // A project of the Foundry has a path of its own, where the models of OpenAI are not.
  const base = /\.azure\.com(:\d+)?$/.test(new URL(url).host) ? new URL(url).origin : url;
  return { place: { chat: `${base}/openai`, list: `${base}/openai` }, problems, warnings };
}

/** What it lists are models to deploy; the deployments are told to administrators alone. */
async function list(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  const { apiVersion = 'v1' } = asking.fields;
  const path = isVersion1(apiVersion) ? '/v1/models' : `/models?api-version=${apiVersion}`;
  const { apiKey, entraToken } = asking.secrets;
  const headers: Record<string, string> =
    apiKey === undefined ? { authorization: `Bearer ${entraToken}` } : { 'api-key': apiKey };
  const body = await getJson(asking, `${asking.place.list}${path}`, headers, signal);
  if (!z.object({ data: z.array(z.unknown()) }).safeParse(body).success) {
    throw new AskFault('shape', 'it sent something that is no list of models');
  }
  return { models: [], isCut: false, note: 'It does not tell its deployments: enter the name of yours.' };
}
