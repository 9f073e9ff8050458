import { describe, expect, it } from 'vitest';
import { type FieldValues, type ProviderId, providerIds } from '../../src-shared/providers.ts';
import { createProviders } from './index.ts';

const providers = createProviders({ clock: { tick: () => 0 } });
const caller = { kind: 'window', windowId: 1 } as const;
const catalogue = () => providers.catalogue(undefined, caller);
const preview = async (provider: ProviderId, fields: FieldValues, model = 'm-1') =>
  providers.preview({ provider, fields, model }, caller);

it('has every provider, each with a form of its own, as data', async () => {
  const all = await catalogue();
  expect(all.map(({ id }) => id)).toEqual([...providerIds]);
  expect(structuredClone(all)).toEqual(all);
  for (const { id, fields } of all) {
    const names = fields.map(({ name }) => name);
    expect(new Set(names).size, id).toBe(names.length);
    for (const { help, choices, standard, kind } of fields) {
      expect(help.length, id).toBeGreaterThan(10);
      if (kind === 'choice') expect(choices.map(({ value }) => value)).toContain(standard);
      else expect(choices).toEqual([]);
    }
  }
});

describe('where a chat request would go', () => {
  it.each<[ProviderId, FieldValues, string]>([
    [
      'amazon-bedrock',
      { region: 'us-east-1' },
      'https://bedrock-runtime.us-east-1.amazonaws.com/model/m-1/converse-stream',
    ],
    [
      'amazon-bedrock',
      { region: 'cn-north-1' },
      'https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m-1/converse-stream',
    ],
    [
      'amazon-bedrock',
      { region: 'us-east-1', runtimeUrl: 'localhost:5000' },
      'http://localhost:5000/model/m-1/converse-stream',
    ],
    [
      'azure-openai',
      { endpoint: 'https://r.openai.azure.com/' },
      'https://r.openai.azure.com/openai/v1/chat/completions',
    ],
    [
      'azure-openai',
      { endpoint: 'r.openai.azure.com/openai/deployments/x/chat/completions?api-version=1', apiVersion: '2024-10-21' },
      'https://r.openai.azure.com/openai/deployments/m-1/chat/completions?api-version=2024-10-21',
    ],
    ['openai', {}, 'https://api.openai.com/v1/chat/completions'],
    ['openai', { baseUrl: 'gateway.example/v1' }, 'https://gateway.example/v1/chat/completions'],
    ['anthropic', {}, 'https://api.anthropic.com/v1/messages'],
    ['anthropic', { baseUrl: 'https://api.anthropic.com/v1/messages' }, 'https://api.anthropic.com/v1/messages'],
    ['google', {}, 'https://generativelanguage.googleapis.com/v1beta/models/m-1:streamGenerateContent?alt=sse'],
    ['friendli', {}, 'https://api.friendli.ai/serverless/v1/chat/completions'],
    ['friendli', { service: 'dedicated' }, 'https://api.friendli.ai/dedicated/v1/chat/completions'],
    ['friendli', { baseUrl: 'https://own.example' }, 'https://own.example/v1/chat/completions'],
    ['ollama', {}, 'http://localhost:11434/api/chat'],
    ['ollama', { baseUrl: '0.0.0.0:11434/v1/' }, 'http://127.0.0.1:11434/api/chat'],
    ['lm-studio', {}, 'http://localhost:1234/v1/chat/completions'],
    ['openai-compatible', { baseUrl: 'https://vllm.example' }, 'https://vllm.example/v1/chat/completions'],
  ])('%s with %j: %s', async (provider, fields, url) => {
    expect(await preview(provider, fields)).toMatchObject({ url, problems: {} });
  });

  it('puts a model into an address as one part of it', async () => {
    const arn = 'arn:aws:bedrock:us-east-1:1:inference-profile/us.m:0';
    const { url } = await preview('amazon-bedrock', { region: 'us-east-1' }, arn);
    expect(url).toContain(`/model/${encodeURIComponent(arn)}/`);
    for (const model of ['../../evil', 'a?b', 'a#b', 'a b', '..']) {
      expect(await preview('google', {}, model), model).toMatchObject({
        url: null,
        problems: { model: expect.any(String) },
      });
      expect(await preview('azure-openai', { endpoint: 'https://r.example' }, model), model).toMatchObject({
        url: null,
      });
    }
  });

  it.each<[ProviderId, FieldValues, string]>([
    ['amazon-bedrock', {}, 'region'],
    ['amazon-bedrock', { region: 'us-east-1.evil.example/#' }, 'region'],
    ['amazon-bedrock', { region: 'us-east-1', listing: 'nothing' }, 'listing'],
    ['amazon-bedrock', { region: 'us-east-1', controlUrl: 'http://169.254.169.254' }, 'controlUrl'],
    ['azure-openai', {}, 'endpoint'],
    ['azure-openai', { endpoint: 'https://r.example', apiVersion: '2024' }, 'apiVersion'],
    ['openai', { baseUrl: 'http://api.example.com' }, 'baseUrl'],
    ['openai', { apiKey: 'sk-canary' }, 'apiKey'],
    ['openai', { other: '1' }, 'other'],
    ['openai', { organization: 'a\nb' }, 'organization'],
    ['openai-compatible', {}, 'baseUrl'],
  ])('%s with %j says what is wrong with %s', async (provider, fields, field) => {
    const { url, problems } = await preview(provider, fields);
    expect(url).toBeNull();
    expect(Object.keys(problems)).toContain(field);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});

describe('which secrets are needed', () => {
  it.each<[ProviderId, FieldValues, readonly string[], readonly string[]]>([
    ['openai', {}, ['apiKey'], []],
    ['openai', {}, [], ['apiKey']],
    ['openai', {}, ['apiKey', 'other'], ['other']],
    ['ollama', {}, [], []],
    ['lm-studio', {}, ['apiKey'], []],
    ['azure-openai', { endpoint: 'https://r.example' }, ['entraToken'], []],
    ['azure-openai', { endpoint: 'https://r.example' }, [], ['apiKey']],
    ['amazon-bedrock', { region: 'us-east-1' }, ['accessKeyId', 'secretAccessKey'], []],
    ['amazon-bedrock', { region: 'us-east-1' }, ['apiKey'], []],
    ['amazon-bedrock', { region: 'us-east-1' }, ['accessKeyId'], ['secretAccessKey']],
    ['amazon-bedrock', { region: 'us-east-1' }, ['accessKeyId', 'secretAccessKey', 'apiKey'], ['apiKey']],
    ['amazon-bedrock', { region: 'us-east-1' }, [], ['accessKeyId']],
  ])('%s with %j and %j: %j', (provider, fields, names, wrong) => {
    expect(Object.keys(providers.problemsOf(provider, fields, new Set(names)))).toEqual(wrong);
  });
});

it('finds in the surroundings what belongs together', () => {
  const found = providers.findInVariables({
    OPENAI_API_KEY: 'sk-one',
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'word',
    AWS_BEARER_TOKEN_BEDROCK: 'left out: the access keys come first',
    AWS_DEFAULT_REGION: 'eu-central-1',
    GOOGLE_API_KEY: 'g',
    OLLAMA_HOST: '0.0.0.0:11434',
    ANTHROPIC_BASE_URL: 'https://elsewhere.example',
  });
  expect(found.map(({ provider }) => provider)).toEqual(['amazon-bedrock', 'openai', 'google', 'ollama']);
  for (const { provider, fields, secrets } of found) {
    expect(providers.problemsOf(provider, fields, new Set(Object.keys(secrets)))).toEqual({});
  }
  const [bearer] = providers.findInVariables({ AWS_BEARER_TOKEN_BEDROCK: 'b', AWS_REGION: 'us-east-1' });
  expect(bearer).toMatchObject({ secrets: { apiKey: 'b' }, fields: { region: 'us-east-1' } });
  expect(found[0]).toMatchObject({
    variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION'],
    fields: { region: 'eu-central-1' },
    secrets: { accessKeyId: 'AKIA', secretAccessKey: 'word' },
  });
});
