import type { FieldValues } from '../../src-shared/providers.ts';
import { type AddressShape, readAddress } from './address.ts';
import { choiceField, plainModelProblem, secretField, takeVariables, textField, urlField } from './fields.ts';
import type { Placing, Provider } from './provider.ts';

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
  placeOf,
  chatUrl: ({ chat }, model) => `${chat}/model/${encodeURIComponent(model)}/converse-stream`,
  modelProblem: plainModelProblem,
  secretProblems,
  fromEnvironment: (found) =>
    takeVariables(
      found,
      {
        secrets: {
          accessKeyId: ['AWS_ACCESS_KEY_ID'],
          secretAccessKey: ['AWS_SECRET_ACCESS_KEY'],
          sessionToken: ['AWS_SESSION_TOKEN'],
          apiKey: ['AWS_BEARER_TOKEN_BEDROCK'],
        },
        fields: {
          region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
          runtimeUrl: ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'],
          controlUrl: ['AWS_ENDPOINT_URL_BEDROCK'],
        },
      },
      (found.AWS_ACCESS_KEY_ID ?? '') === '' ? 'apiKey' : 'accessKeyId',
    ),
};

function placeOf(fields: FieldValues): Placing {
  const problems: Record<string, string> = {};
  const warnings: string[] = [];
  const region = (fields.region ?? '').toLowerCase();
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
