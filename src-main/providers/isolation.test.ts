import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOpenAi } from '../../e2e/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '../../e2e/stand-ins/providers/server.ts';
import { type ProviderId, providerIds } from '../../src-shared/providers.ts';
import { calmProviders, canary, configurationFor, openSignedStage, openStage, type Stage } from './testing/stage.ts';

/** Of whoever started the app: no request of a user may ever have it. */
const foreign = 'canary-of-the-environment';

const providers = calmProviders();
const never = () => new AbortController().signal;
let before: NodeJS.ProcessEnv;
/** Where the variables lead to. */
let trap: ProviderStandIn;

beforeEach(async () => {
  before = { ...process.env };
  trap = await startOpenAi();
  for (const name of keys) process.env[name] = foreign;
  for (const name of hosts) process.env[name] = trap.url;
});
afterEach(async () => {
  for (const name of [...keys, ...hosts]) delete process.env[name];
  Object.assign(process.env, before);
  await trap.stop();
});

const keys = [
  ...['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
  ...['AZURE_API_KEY', 'AZURE_OPENAI_API_KEY', 'AZURE_RESOURCE_NAME', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID'],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_REGION'],
  ...['FRIENDLI_TOKEN', 'OLLAMA_API_KEY', 'LM_API_TOKEN', 'AI_GATEWAY_API_KEY'],
];
const hosts = [
  ...['OPENAI_BASE_URL', 'ANTHROPIC_BASE_URL', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'OLLAMA_HOST'],
  ...['AWS_ENDPOINT_URL_BEDROCK', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'],
];

/** Everything that can be asked with a configuration. */
async function askEverything(stage: Stage, secrets = stage.secrets): Promise<readonly string[]> {
  const configuration = configurationFor(stage, { secrets });
  const outcomes = [
    (await providers.listModels(configuration, never())).result.outcome,
    (await providers.check('access', configuration, never())).outcome,
    (await providers.check('chat', configuration, never())).outcome,
  ];
  const client = providers.openClient(configuration);
  for await (const piece of client.chat([{ role: 'user', text: 'Hi' }], {}, never())) {
    if (piece.kind === 'end') outcomes.push(piece.result.outcome);
  }
  client.end();
  return outcomes;
}

function expectNothingForeign(stage: Stage): void {
  expect(JSON.stringify(stage.standIn.requests)).not.toContain(foreign);
  expect(JSON.stringify(stage.standIn.requests)).not.toContain(Buffer.from(foreign).toString('base64'));
  expect(trap.requests).toEqual([]);
}

describe.each(providerIds.map((id) => [id] as const))('%s', (id: ProviderId) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(id);
  });
  afterEach(() => stage.standIn.stop());

  it('takes nothing of the process beside what it was given', async () => {
    expect(await askEverything(stage)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(stage.standIn.requests.length).toBeGreaterThanOrEqual(4);
    expectNothingForeign(stage);
    for (const { headers } of stage.standIn.requests) expect(JSON.stringify(headers)).toContain(canary);
  });

  it('takes nothing in the place of what is missing', async () => {
    stage.standIn.accept(null);
    const fields = (await providers.catalogue(undefined, { kind: 'window', windowId: 1 })).find((one) => one.id === id);
    const isNeeded = Object.keys(providers.problemsOf(id, stage.fields, new Set())).length > 0;
    expect(fields).toBeDefined();
    const outcomes = await askEverything(stage, {});
    expect(outcomes).toEqual(new Array(4).fill(isNeeded ? 'auth' : 'ok'));
    if (isNeeded) expect(stage.standIn.requests).toEqual([]);
    else for (const { headers } of stage.standIn.requests) expect(headers.authorization).toBeUndefined();
    expectNothingForeign(stage);
  });
});

it('access keys of Amazon are not overruled by a key of the process', async () => {
  const stage = await openSignedStage();
  expect(await askEverything(stage)).toEqual(['ok', 'ok', 'ok', 'ok']);
  for (const { headers } of stage.standIn.requests) expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
  expectNothingForeign(stage);
  const { sessionToken: _left, ...secrets } = stage.secrets;
  await askEverything(stage, secrets);
  expectNothingForeign(stage);
  expect(stage.standIn.requests.at(-1)?.headers['x-amz-security-token']).toBeUndefined();
  await stage.standIn.stop();
});

it('an Entra token of Azure is sent as such, and no key beside it', async () => {
  const stage = await openStage('azure-openai');
  for (const apiVersion of ['v1', '2024-10-21']) {
    const own = { ...stage, fields: { ...stage.fields, apiVersion }, secrets: { entraToken: canary } };
    expect(await askEverything(own)).toEqual(['ok', 'ok', 'ok', 'ok']);
  }
  for (const { headers } of stage.standIn.requests) {
    expect(headers.authorization).toBe(`Bearer ${canary}`);
    expect(headers['api-key']).toBeUndefined();
  }
  expectNothingForeign(stage);
  await stage.standIn.stop();
});

it('two users of one provider at once have each their own key, model and answer', async () => {
  const stage = await openStage('openai');
  const names = Array.from({ length: 20 }, (_none, at) => `user${at}`);
  stage.standIn.accept(names.map((name) => `key-of-${name}`));
  stage.standIn.have(names.map((name) => ({ id: `model-of-${name}`, name, contextSize: 1, kind: 'chat' })));
  await Promise.all(
    names.map(async (name) => {
      const own = { ...stage, secrets: { apiKey: `key-of-${name}` } };
      const client = providers.openClient(configurationFor(own, { userId: name, model: `model-of-${name}` }));
      for await (const piece of client.chat([{ role: 'user', text: `I am ${name}` }], {}, never())) {
        if (piece.kind === 'end') expect(piece.result.outcome).toBe('ok');
      }
      client.end();
    }),
  );
  expect(stage.standIn.requests).toHaveLength(names.length);
  for (const { headers, body } of stage.standIn.requests) {
    const name = /I am (\w+)/.exec(body)?.[1];
    expect(headers.authorization).toBe(`Bearer key-of-${name}`);
    expect(body).toContain(`"model-of-${name}"`);
  }
  await stage.standIn.stop();
});
