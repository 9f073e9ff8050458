import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLmStudio } from '../../e2e/stand-ins/providers/lm-studio.ts';
import { type ProviderId, providerIds } from '../../src-shared/providers.ts';
import type { ChatPiece } from '../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { calmProviders, canary, configurationFor, openSignedStage, openStage, type Stage } from './testing/stage.ts';

const providers = calmProviders();
const never = () => new AbortController().signal;

async function chatWith(configuration: ResolvedConfiguration, signal = never()): Promise<readonly ChatPiece[]> {
  const client = providers.openClient(configuration);
  const pieces: ChatPiece[] = [];
  for await (const piece of client.chat([{ role: 'user', text: 'Hi there' }], {}, signal)) pieces.push(piece);
  client.end();
  return pieces;
}

const textOf = (pieces: readonly ChatPiece[]) =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
const endOf = (pieces: readonly ChatPiece[]) => {
  const last = pieces.at(-1);
  if (last?.kind !== 'end') throw new Error('there is no end');
  return last;
};

describe.each(providerIds.map((id) => [id] as const))('%s', (id: ProviderId) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(id);
  });
  afterEach(() => stage.standIn.stop());

  it('lists, checks and chats with its own key, model and address', async () => {
    const configuration = configurationFor(stage);
    const { result, models, isCut } = await providers.listModels(configuration, never());
    expect(result).toMatchObject({ outcome: 'ok', hint: '' });
    expect(isCut).toBe(false);
    if (id === 'azure-openai') expect(models).toEqual([]);
    else expect(models.map((model) => model.id)).toEqual(expect.arrayContaining(['chat-large', 'chat-small']));
    expect(await providers.check('access', configuration, never())).toMatchObject({ outcome: 'ok' });
    expect(await providers.check('chat', configuration, never())).toMatchObject({ outcome: 'ok' });

    const pieces = await chatWith(configuration);
    expect(endOf(pieces)).toMatchObject({ result: { outcome: 'ok', status: 200 }, inputTokens: 7, outputTokens: 3 });
    expect(textOf(pieces)).toBe('Hello there.');
    expect(pieces.filter(({ kind }) => kind === 'text').length).toBeGreaterThan(1);
    for (const request of stage.standIn.requests) {
      expect(request.headers.host).toBe(`127.0.0.1:${stage.standIn.port}`);
      expect(JSON.stringify(request.headers)).toContain(canary);
      // An address ends in logs.
      expect(request.path).not.toContain(canary);
    }
    const last = stage.standIn.requests.at(-1);
    const { url } = await providers.preview(
      { provider: id, fields: stage.fields, model: 'chat-large' },
      { kind: 'window', windowId: 1 },
    );
    expect(`${stage.standIn.url}${last?.path}`).toBe(url);
    expect(last?.body).toContain('Hi there');
  });

  it('a wrong key is told, and stands nowhere in what is told', async () => {
    stage.standIn.accept(['another']);
    const configuration = configurationFor(stage);
    for (const kind of ['access', 'chat'] as const) {
      const result = await providers.check(kind, configuration, never());
      expect(result).toMatchObject({ outcome: 'auth', hint: expect.stringMatching(/.{10}/) });
      expect(JSON.stringify(result)).not.toContain(canary);
    }
    const pieces = await chatWith(configuration);
    expect(endOf(pieces).result.outcome).toBe('auth');
    expect(JSON.stringify(pieces)).not.toContain(canary);
  });

  it('a model that it does not have is told', async () => {
    const result = await providers.check('chat', configurationFor(stage, { model: 'nothing' }), never());
    expect(result).toMatchObject({ outcome: 'model_not_found', status: 404 });
    expect(result.message).toContain('nothing');
  });

  it('an answer is a stream: its first piece is there before its last is sent', async () => {
    stage.standIn.fail('chat', { kind: 'held' });
    const client = providers.openClient(configurationFor(stage));
    const pieces: ChatPiece[] = [];
    for await (const piece of client.chat([{ role: 'user', text: 'Hi' }], {}, never())) {
      pieces.push(piece);
      stage.standIn.release();
    }
    client.end();
    expect(textOf(pieces)).toBe('Hello there.');
  });

  it('can be stopped by who asked, by the end of the client, and by not listening', async () => {
    stage.standIn.fail('chat', { kind: 'held' });
    const configuration = configurationFor(stage);
    const stop = new AbortController();
    const client = providers.openClient(configuration);
    const seen: ChatPiece[] = [];
    for await (const piece of client.chat([{ role: 'user', text: 'Hi' }], {}, stop.signal)) {
      seen.push(piece);
      stop.abort();
    }
    expect(endOf(seen).result.outcome).toBe('cancelled');

    const other: ChatPiece[] = [];
    for await (const piece of client.chat([{ role: 'user', text: 'Hi' }], {}, never())) {
      other.push(piece);
      client.end();
    }
    expect(endOf(other).result.outcome).toBe('cancelled');
    expect(endOf(await chatWith(configuration, AbortSignal.abort())).result.outcome).toBe('cancelled');

    const third = providers.openClient(configuration);
    for await (const _piece of third.chat([{ role: 'user', text: 'Hi' }], {}, never())) break;
    await expect.poll(() => stage.standIn.open(), { timeout: 3000 }).toBe(0);
    third.end();
    for (const kind of ['access', 'chat'] as const) {
      stage.standIn.fail('list', { kind: 'never' });
      const aborting = new AbortController();
      setTimeout(() => aborting.abort(), 50);
      expect((await providers.check(kind, configuration, aborting.signal)).outcome).toBe('cancelled');
    }
  });

  it('nothing is asked where something is missing or cannot be a key', async () => {
    const noModel = await providers.check('chat', configurationFor(stage, { model: ' ' }), never());
    expect(noModel).toMatchObject({ outcome: 'bad_request', status: null });
    for (const apiKey of [`${canary}\n${canary}`, `Bearer ${canary}`, `“${canary}”`, '••••1234', 'x'.repeat(5000)]) {
      for (const kind of ['access', 'chat'] as const) {
        const result = await providers.check(kind, configurationFor(stage, { secrets: { apiKey } }), never());
        expect(result).toMatchObject({ outcome: 'auth', status: null });
        expect(JSON.stringify(result)).not.toContain('canary');
      }
    }
    expect(stage.standIn.requests).toEqual([]);
  });
});

it('sends what a configuration and a question ask for', async () => {
  const asked = { temperature: 0.5, topP: 0.9, topK: 20, maxTokens: 100, contextSize: 4096 };
  const expected: Partial<Record<ProviderId, object>> = {
    openai: { temperature: 0.5, top_p: 0.9, max_completion_tokens: 100 },
    'azure-openai': { temperature: 0.5, top_p: 0.9, max_completion_tokens: 100 },
    anthropic: { temperature: 0.5, max_tokens: 100, top_k: 20 },
    google: { generationConfig: { temperature: 0.5, topP: 0.9, topK: 20, maxOutputTokens: 100 } },
    'amazon-bedrock': { inferenceConfig: { temperature: 0.5, topP: 0.9, maxTokens: 100 } },
    friendli: { temperature: 0.5, top_p: 0.9, top_k: 20, max_tokens: 100 },
    'lm-studio': { temperature: 0.5, top_p: 0.9, top_k: 20, max_tokens: 100 },
    'openai-compatible': { temperature: 0.5, top_p: 0.9, max_tokens: 100 },
    ollama: { options: { temperature: 0.5, top_p: 0.9, top_k: 20, num_predict: 100, num_ctx: 4096 } },
  };
  for (const id of providerIds) {
    const stage = await openStage(id);
    await chatWith(configurationFor(stage, { parameters: asked }));
    expect(JSON.parse(stage.standIn.requests.at(-1)?.body ?? ''), id).toMatchObject(expected[id] ?? {});
    await stage.standIn.stop();
  }
});

it('what speaks in the way of OpenAI is asked in it, an Ollama too', async () => {
  const { standIn, secrets } = await openStage('ollama');
  const configuration = configurationFor({
    id: 'openai-compatible',
    fields: { baseUrl: `${standIn.url}/v1` },
    secrets,
  });
  expect(await providers.check('access', configuration, never())).toMatchObject({ outcome: 'ok' });
  expect(textOf(await chatWith(configuration))).toBe('Hello there.');
  await standIn.stop();
});

it('an older LM Studio, which has no list of its own, is asked for that of OpenAI', async () => {
  const standIn = await startLmStudio(true);
  const configuration = configurationFor({ id: 'lm-studio', fields: { baseUrl: `${standIn.url}/v1` }, secrets: {} });
  const { result, models } = await providers.listModels(configuration, never());
  expect(result.outcome).toBe('ok');
  expect(models.map(({ id }) => id)).toContain('chat-large');
  await standIn.stop();
});

describe('Amazon Bedrock with access keys', () => {
  let stage: Awaited<ReturnType<typeof openSignedStage>>;
  beforeEach(async () => {
    stage = await openSignedStage();
  });
  afterEach(() => stage.standIn.stop());

  it('signs lists with pages, and chats with odd model ids', async () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.maker.m-v1:0';
    stage.standIn.have([
      { id: 'one', name: 'One', contextSize: 1, kind: 'chat' },
      { id: model, name: 'Two', contextSize: 1, kind: 'chat' },
    ]);
    const { result, models } = await providers.listModels(configurationFor(stage), never());
    expect(result.outcome).toBe('ok');
    expect(models.map(({ id }) => id)).toEqual(['one', model, 'us.one', `us.${model}`]);
    expect(endOf(await chatWith(configurationFor(stage, { model }))).result).toMatchObject({ outcome: 'ok' });
  });

  it.each([
    ['accessKeyId', 'UnrecognizedClient'],
    ['secretAccessKey', 'signature'],
    ['sessionToken', 'expired'],
  ])('a wrong %s is told', async (name) => {
    const secrets = { ...stage.secrets, [name]: `other${canary}` };
    for (const kind of ['access', 'chat'] as const) {
      const result = await providers.check(kind, configurationFor(stage, { secrets }), never());
      expect(result).toMatchObject({ outcome: 'auth', status: 403 });
      expect(JSON.stringify(result)).not.toContain(canary);
    }
  });

  it('without a session token sends none', async () => {
    const { sessionToken: _left, ...secrets } = stage.secrets;
    const { accessKeyId = '', secretAccessKey = '' } = secrets;
    stage.standIn.acceptSigned({ accessKeyId, secretAccessKey, sessionToken: null, region: 'us-east-1' });
    expect(await providers.check('chat', configurationFor(stage, { secrets }), never())).toMatchObject({
      outcome: 'ok',
    });
    expect(await providers.check('access', configurationFor(stage, { secrets }), never())).toMatchObject({
      outcome: 'ok',
    });
  });
});
