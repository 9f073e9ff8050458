import type { AddressShape } from './address.ts';
import { noSecretProblems, placeOfBase, secretField, takeVariables, urlField } from './fields.ts';
import type { Provider } from './provider.ts';

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
  placeOf: (fields) => placeOfBase(fields, shape),
  chatUrl: ({ chat }, model) => `${chat}/${modelPath(model)}:streamGenerateContent?alt=sse`,
  // It becomes a part of the address as it is.
  modelProblem: (model) =>
    /^[\w.-]+(\/[\w.-]+)*$/.test(model) && !/(^|\/)\.+(\/|$)/.test(model)
      ? null
      : 'The id of a model has letters, digits, dots, dashes and slashes only, such as gemini-2.5-flash.',
  secretProblems: noSecretProblems,
  fromEnvironment: (found) =>
    takeVariables(
      found,
      { secrets: { apiKey: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'] } },
      'apiKey',
    ),
};

/** A tuned model has a folder of its own, all others are in `models`. */
const modelPath = (model: string) => (model.includes('/') ? model : `models/${model}`);
