import { AwsV4Signer } from 'aws4fetch';
import * as z from 'zod';
import type { FieldValues, ListedModel } from '../../src-shared/providers.ts';
import { type AddressShape, readAddress } from './address.ts';
import { bedrockCases } from './amazon-bedrock-cases.ts';
import { AnswerFault } from './faults.ts';
import { bearer, choiceField, plainModelProblem, secretField, takeVariables, textField, urlField } from './fields.ts';
import { collectPages, joinFound } from './model-list.ts';
import type { Asking, FoundModels, FromEnvironment, Placing, Provider, Variables } from './provider.ts';
import { sdkChat } from './sdk-chat.ts';

const shape: AddressShape = {
  calls: /\/(model\/.*|foundation-models|inference-profiles)$/,
  standardPath: '',
  isCloud: true,
};

/** Amazon Bedrock, with access keys or with a key of its own (facts/providers 1.1). */
export const amazonBedrock: Provider = {
  id: 'amazon-bedrock',
  name: 'Amazon Bedrock',
  fields: [
    textField('region', 'Region', 'Where your models are enabled; the console of AWS shows it at the top.', {
      isRequired: true,
      example: 'us-east-1',
    }),
    secretField(
      'accessKeyId',
      'Access key ID',
      'Of an IAM user or role; made in the console under Security credentials.',
      {
        example: 'AKIA...',
      },
    ),
    secretField(
      'secretAccessKey',
      'Secret access key',
      'Belongs to the access key ID; it is shown once, when both are made.',
    ),
    secretField('sessionToken', 'Session token', 'Only for access keys that end, such as those of AWS SSO.'),
    secretField(
      'apiKey',
      'Bedrock API key',
      'Instead of the access keys: made in the console of Bedrock under API keys.',
    ),
    choiceField('listing', 'Models to list', 'Newer models can be used through inference profiles only.', {
      standard: 'all',
      choices: [
        { value: 'all', label: 'Foundation models and inference profiles' },
        { value: 'foundation-models', label: 'Foundation models' },
        { value: 'inference-profiles', label: 'Inference profiles' },
      ],
    }),
    urlField(
      'runtimeUrl',
      'Runtime endpoint',
      'Only for a VPC endpoint or a proxy; left empty, it is that of the region.',
      {
        example: 'https://bedrock-runtime.us-east-1.amazonaws.com',
      },
    ),
    urlField('controlUrl', 'Control endpoint', 'Only for a VPC endpoint or a proxy: where the models are listed.', {
      example: 'https://bedrock.us-east-1.amazonaws.com',
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
  cases: bedrockCases,
  placeOf,
  chatUrl: ({ chat }, model) => `${chat}/model/${encodeURIComponent(model)}/converse-stream`,
  modelProblem: plainModelProblem,
  secretProblems,
  list,
  chat: sdkChat({
    open: (sdk, { place, fields, secrets, model, fetch }) =>
      sdk.createAmazonBedrock({
        ...{ baseURL: place.chat, region: regionOf(fields), fetch },
        // An empty key means none: left out, the library would take that of the process before these keys.
        apiKey: secrets.apiKey ?? '',
        accessKeyId: secrets.accessKeyId ?? '',
        secretAccessKey: secrets.secretAccessKey ?? '',
        ...(secrets.sessionToken === undefined ? {} : { sessionToken: secrets.sessionToken }),
      })(model),
  }),
  fromEnvironment,
};

function placeOf(fields: FieldValues): Placing {
  const problems: Record<string, string> = {};
  const warnings: string[] = [];
  const region = regionOf(fields);
  // It becomes a part of the host's name.
  if (!/^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/.test(region)) {
    problems.region = 'A region looks like us-east-1 or eu-central-1.';
  }
  const addressOf = (field: 'runtimeUrl' | 'controlUrl', service: string) => {
    const entered = fields[field] ?? '';
    if (entered === '') return `https://${service}.${region}.${domainOf(region)}`;
    const read = readAddress(entered, shape);
    if (read.problem !== null) problems[field] = read.problem;
    warnings.push(...read.warnings);
    return read.url ?? '';
  };
  const place = { chat: addressOf('runtimeUrl', 'bedrock-runtime'), list: addressOf('controlUrl', 'bedrock') };
  return { place: Object.keys(problems).length > 0 ? null : place, problems, warnings: [...new Set(warnings)] };
}

/** The partitions of AWS have domains of their own. */
const domainOf = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** Access keys, or a key of Bedrock's own: a configuration has one of them, and of a process that has both, the access keys. */
function fromEnvironment(found: Variables): FromEnvironment | null {
  const fields = {
    region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
    runtimeUrl: ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'],
    controlUrl: ['AWS_ENDPOINT_URL_BEDROCK'],
  };
  const accessKeys = {
    accessKeyId: ['AWS_ACCESS_KEY_ID'],
    secretAccessKey: ['AWS_SECRET_ACCESS_KEY'],
    sessionToken: ['AWS_SESSION_TOKEN'],
  };
  return (
    takeVariables(found, { secrets: accessKeys, fields }, 'accessKeyId') ??
    takeVariables(found, { secrets: { apiKey: ['AWS_BEARER_TOKEN_BEDROCK'] }, fields }, 'apiKey')
  );
}

function secretProblems(names: ReadonlySet<string>): Readonly<Record<string, string>> {
  const [hasId, hasSecret] = [names.has('accessKeyId'), names.has('secretAccessKey')];
  if (names.has('apiKey') && !hasId && !hasSecret) return {};
  if (names.has('apiKey'))
    return { apiKey: 'Enter either access keys or a Bedrock API key: one of them has to be removed.' };
  if (hasId && hasSecret) return {};
  if (hasId) return { secretAccessKey: 'The secret access key belongs to the access key ID.' };
  if (hasSecret) return { accessKeyId: 'The access key ID belongs to the secret access key.' };
  return { accessKeyId: 'Enter an access key ID with its secret, or a Bedrock API key.' };
}

const regionOf = ({ region = '' }: FieldValues) => region.toLowerCase();

const foundationPage = z.object({ modelSummaries: z.array(z.unknown()) });
const foundationModel = z.object({
  modelId: z.string(),
  modelName: z.string().catch(''),
  providerName: z.string().catch(''),
  outputModalities: z.array(z.unknown()).catch([]),
  inferenceTypesSupported: z.array(z.unknown()).optional().catch(undefined),
});
const profilePage = z.object({ inferenceProfileSummaries: z.array(z.unknown()), nextToken: z.unknown().optional() });
const profile = z.object({
  inferenceProfileId: z.string(),
  inferenceProfileName: z.string().catch(''),
  status: z.string().catch('ACTIVE'),
});

/** Both lists, or the one that was chosen; of both, one that is refused takes nothing from the other. */
async function list(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  const { listing = 'all' } = asking.fields;
  if (listing === 'foundation-models') return foundationModels(asking, signal);
  if (listing === 'inference-profiles') return inferenceProfiles(asking, signal);
  const [models, profiles] = await Promise.allSettled([
    foundationModels(asking, signal),
    inferenceProfiles(asking, signal),
  ]);
  if (models.status === 'rejected') {
    if (profiles.status === 'rejected' || !isRefusal(models.reason)) throw models.reason;
    return { ...profiles.value, note: 'The key may not list foundation models.' };
  }
  if (profiles.status === 'rejected') {
    if (!isRefusal(profiles.reason)) throw profiles.reason;
    return { ...models.value, note: 'The key may not list inference profiles.' };
  }
  return joinFound(models.value, profiles.value);
}

const isRefusal = (cause: unknown) => cause instanceof AnswerFault && cause.status === 403;

function foundationModels(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  return collectPages(
    asking,
    { url: `${asking.place.list}/foundation-models`, headers: (url) => signed(asking, url) },
    (body) => ({ entries: foundationPage.parse(body).modelSummaries, next: null }),
    toFoundationModel,
    signal,
  );
}

function inferenceProfiles(asking: Asking, signal: AbortSignal): Promise<FoundModels> {
  const first = `${asking.place.list}/inference-profiles?maxResults=1000`;
  return collectPages(
    asking,
    { url: first, headers: (url) => signed(asking, url) },
    (body) => {
      const { inferenceProfileSummaries: entries, nextToken: token } = profilePage.parse(body);
      const isMore = typeof token === 'string' && token !== '';
      return { entries, next: isMore ? `${first}&nextToken=${encodeURIComponent(token)}` : null };
    },
    toProfile,
    signal,
  );
}

/** Left out is what can be used through an inference profile only: asked by its own id it answers with an error. */
function toFoundationModel(value: unknown): ListedModel | null {
  const { success, data } = foundationModel.safeParse(value);
  if (!success) return null;
  const { modelId: id, modelName, providerName, outputModalities: outputs, inferenceTypesSupported: types } = data;
  if (types !== undefined && types.length > 0 && !types.includes('ON_DEMAND')) return null;
  const kind = outputs.includes('TEXT') ? 'chat' : outputs.includes('EMBEDDING') ? 'embedding' : 'other';
  return { id, name: `${providerName} ${modelName}`, kind: outputs.length === 0 ? 'unknown' : kind, contextSize: null };
}

function toProfile(value: unknown): ListedModel | null {
  const { success, data } = profile.safeParse(value);
  if (!success || data.status !== 'ACTIVE') return null;
  return { id: data.inferenceProfileId, name: data.inferenceProfileName, kind: 'unknown', contextSize: null };
}

/** The headers that sign a request for a list, with this configuration's keys and nobody else's. */
async function signed({ secrets, fields }: Asking, url: string): Promise<Record<string, string>> {
  const { apiKey, accessKeyId = '', secretAccessKey = '', sessionToken } = secrets;
  if (apiKey !== undefined) return bearer(apiKey);
  const signer = new AwsV4Signer({
    ...{ url, method: 'GET', service: 'bedrock', region: regionOf(fields), accessKeyId, secretAccessKey },
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
  return Object.fromEntries((await signer.sign()).headers);
}
