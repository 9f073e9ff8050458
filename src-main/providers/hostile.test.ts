import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireFault } from '../../e2e/stand-ins/providers/faults.ts';
import { type ModelListing, type Outcome, type ProviderId, providerIds } from '../../src-shared/providers.ts';
import {
  calmProviders,
  canary,
  configurationFor,
  openStage,
  roomyProviders,
  type Stage,
  shortProviders,
} from './testing/stage.ts';

const providers = calmProviders();
const impatient = shortProviders();
const never = () => new AbortController().signal;
const megabyte = 1024 * 1024;
const json = (body: unknown, status = 200): WireFault => ({ kind: 'reply', reply: { status, body } });

/** What a broken or hostile server does, and what comes of it at both checks (facts/providers 8, cases 3 and 4). */
const both: readonly (readonly [string, WireFault, Outcome])[] = [
  ['never answers', { kind: 'never' }, 'timeout'],
  ['goes silent', { kind: 'silent', contentType: 'text/event-stream' }, 'timeout'],
  ['sends without an end', { kind: 'endless', contentType: 'text/event-stream' }, 'bad_shape'],
  ['sends 64 MB', { kind: 'huge', bytes: 64 * megabyte }, 'bad_shape'],
  ['sends a gzip bomb', { kind: 'bomb', bytes: 200 * megabyte }, 'bad_shape'],
  ['sends a page with status 200', { kind: 'page' }, 'bad_shape'],
  ['ends the connection', { kind: 'reset' }, 'bad_shape'],
  ['redirects with 301', { kind: 'redirect', status: 301 }, 'redirect_blocked'],
  ['redirects with 302', { kind: 'redirect', status: 302 }, 'redirect_blocked'],
  ['redirects with 307', { kind: 'redirect', status: 307 }, 'redirect_blocked'],
  ['redirects with 308', { kind: 'redirect', status: 308 }, 'redirect_blocked'],
  ['sends an error with status 200', json({ error: 'Unexpected endpoint or method.' }), 'bad_shape'],
  ['sends null', json(null), 'bad_shape'],
  ['sends no JSON', json('{"data": [', 200), 'bad_shape'],
  ['answers 500 without a word', json('', 500), 'server'],
  ['answers 500 with 10 MB of text', json('x'.repeat(10 * megabyte), 500), 'server'],
];

describe.each(providerIds.map((id) => [id] as const))('%s', (id: ProviderId) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(id);
  });
  afterAll(() => stage.standIn.stop());
  beforeEach(() => {
    stage.standIn.fail('list', null);
    stage.standIn.fail('chat', null);
  });

  it.each(both)('%s', async (_name, fault, outcome) => {
    for (const [kind, purpose] of [
      ['access', 'list'],
      ['chat', 'chat'],
    ] as const) {
      stage.standIn.fail(purpose, fault);
      const asked = outcome === 'timeout' ? impatient : providers;
      const result = await asked.check(kind, configurationFor(stage), never());
      expect(result, `${kind}: ${result.message}`).toMatchObject({ outcome });
      expect(result.message.length).toBeLessThan(700);
      expect(JSON.stringify(result)).not.toContain(canary);
      expect(stage.standIn.elsewhere).toEqual([]);
    }
  });

  it.each<[string, WireFault, Outcome]>([
    ['ends in the middle', { kind: 'cut', abruptly: false }, 'bad_shape'],
    ['is cut off in the middle', { kind: 'cut', abruptly: true }, 'bad_shape'],
  ])('an answer that %s is not taken for whole', async (_name, fault, outcome) => {
    stage.standIn.say(['one ', 'two ', 'three ', 'four ', 'five ', 'six ', 'seven ', 'eight']);
    stage.standIn.fail('chat', fault);
    const { text, end } = await chat(stage);
    expect(text).toMatch(/^one two /);
    expect(text).not.toContain('eight');
    expect(end?.outcome).toBe(outcome);
  });

  it('an error in the middle of an answer is told, with its words and without the key', async () => {
    stage.standIn.say(['one ', 'two ', 'three ', 'four ', 'five ', 'six ', 'seven ', 'eight']);
    stage.standIn.fail('chat', { kind: 'broken-off', words: `too much for ${canary}` });
    const { text, end } = await chat(stage);
    expect(text).toMatch(/^one two /);
    expect(end?.outcome).toMatch(/^(server|rate_limited)$/);
    expect(end?.message).toContain('too much for •••');
  });

  it('an answer that repeats the key, in pieces, is shown without it', async () => {
    const half = Math.floor(canary.length / 2);
    stage.standIn.say(['It is ', canary.slice(0, half), canary.slice(half), ', I ', 'think']);
    const { text, end } = await chat(stage);
    expect(end?.outcome).toBe('ok');
    expect(text).toBe('It is •••, I think');
  });
});

async function chat(stage: Stage) {
  const client = providers.openClient(configurationFor(stage));
  let text = '';
  let end = null;
  for await (const piece of client.chat([{ role: 'user', text: 'Hi' }], {}, never())) {
    if (piece.kind === 'text') text += piece.text;
    else end = piece.result;
  }
  client.end();
  return { text, end };
}

describe('a hostile list', () => {
  /** How each provider wraps the entries of its list, and names an id. */
  const wraps: Readonly<Partial<Record<ProviderId, (entries: readonly unknown[]) => unknown>>> = {
    openai: (data) => ({ data }),
    anthropic: (data) => ({ data, has_more: false }),
    'lm-studio': (data) => ({ data }),
    'openai-compatible': (data) => ({ data }),
    friendli: (data) => ({ data }),
    google: (models) => ({ models }),
    ollama: (models) => ({ models }),
    'amazon-bedrock': (all) => ({ modelSummaries: all, inferenceProfileSummaries: all }),
  };
  /** An entry that every provider can read: each looks at its own names. */
  const entry = (id: unknown) => ({
    ...{
      id,
      name: id,
      modelId: id,
      inferenceProfileId: id,
      display_name: '<b>bold</b>\u202e',
      displayName: '<b>bold</b>\n',
    },
    supportedGenerationMethods: ['generateContent'],
  });

  async function listed(id: ProviderId, body: unknown): Promise<ModelListing> {
    const stage = await openStage(id);
    stage.standIn.fail('list', json(body));
    const listing = await providers.listModels(configurationFor(stage), never());
    await stage.standIn.stop();
    return listing;
  }

  it.each(Object.entries(wraps))('of %s is read as far as it is one', async (name, wrap) => {
    const id = name as ProviderId;
    const odd = [
      null,
      7,
      'text',
      [],
      {},
      { id: 7, name: 7, modelId: 7 },
      entry({}),
      entry(null),
      entry(''),
      entry('a\nb'),
    ];
    const fine = [entry('__proto__'), entry('constructor'), entry('fine'), entry('fine'), entry(`<img src=x>`)];
    const { result, models, isCut } = await listed(
      id,
      wrap([...odd, ...fine, entry('x'.repeat(600)), entry(`a${canary}`)]),
    );
    expect(result.outcome).toBe('ok');
    expect(isCut).toBe(false);
    expect(models.map((model) => model.id)).toEqual(['__proto__', 'constructor', 'fine', '<img src=x>']);
    for (const model of models) {
      expect(Object.getPrototypeOf(model)).toBe(Object.prototype);
      expect(model.name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(Object.entries(wraps))('of %s with 50,000 entries is cut', async (name, wrap) => {
    const many = Array.from({ length: 50_000 }, (_none, at) => ({
      id: `m${at}`,
      name: `m${at}`,
      modelId: `m${at}`,
      inferenceProfileId: `m${at}`,
      supportedGenerationMethods: ['generateContent'],
    }));
    const stage = await openStage(name as ProviderId);
    stage.standIn.fail('list', json(wrap(many)));
    const listing = await roomyProviders(32 * megabyte).listModels(configurationFor(stage), never());
    await stage.standIn.stop();
    expect(listing).toMatchObject({ result: { outcome: 'ok' }, isCut: true });
    expect(listing.models).toHaveLength(2000);
  });

  it.each(Object.entries(wraps))('of %s that is no list is told', async (name, wrap) => {
    for (const body of [
      {},
      [1],
      'text',
      7,
      wrap({ length: 1 } as unknown as []),
      { data: null, models: null, modelSummaries: null },
    ]) {
      const { result, models } = await listed(name as ProviderId, body);
      if (Array.isArray(body) && result.outcome === 'ok') expect(models).toEqual([]);
      else expect(result.outcome, JSON.stringify(body)).toBe('bad_shape');
    }
  });

  it.each([
    ['anthropic', { data: [entry('a')], has_more: true, last_id: 'a' }],
    ['google', { models: [entry('models/a')], nextPageToken: 'again' }],
    ['amazon-bedrock', { modelSummaries: [], inferenceProfileSummaries: [entry('a')], nextToken: 'again' }],
  ] as const)('of %s whose pages have no end, is given up', async (id, body) => {
    const { result, models } = await listed(id, body);
    expect(result.outcome).toBe('ok');
    expect(models.map((model) => model.id)).toEqual(['a']);
  });
});

it('memory does not grow with what a server sends', { timeout: 30_000 }, async () => {
  const stage = await openStage('openai');
  stage.standIn.fail('list', { kind: 'bomb', bytes: 400 * megabyte });
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  for (let times = 0; times < 5; times += 1) {
    expect((await providers.check('access', configurationFor(stage), never())).outcome).toBe('bad_shape');
  }
  clearInterval(watch);
  await stage.standIn.stop();
  expect((most - before) / megabyte).toBeLessThan(150);
});
