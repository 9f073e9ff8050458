import type { FieldValues } from '../../src-shared/providers.ts';
import { type AddressShape, readAddress } from './address.ts';
import { secretField, takeVariables, textField, urlField } from './fields.ts';
import type { Placing, Provider } from './provider.ts';

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
export const isVersion1 = (apiVersion: string) => /^v1(-preview)?$/i.test(apiVersion);

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
