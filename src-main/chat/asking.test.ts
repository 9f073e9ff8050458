import { beforeEach, describe, expect, it } from 'vitest';
import { configurationDraft } from '../../src-shared/settings.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { type ChatStage, createChatStage, fine, listingOf, windowCaller } from './testing/chat-stage.ts';

let stage: ChatStage;
beforeEach(() => {
  stage = createChatStage();
});

const anna = windowCaller(1);
const ben = windowCaller(2);
const target = { configurationId: 'one' };
const refused = { ...fine, outcome: 'auth', status: 401 } as const;
const never = (_configuration: ResolvedConfiguration, _signal: AbortSignal) => new Promise<never>(() => undefined);

describe('a check', () => {
  it('is of the acting user’s configuration, as it is kept or as the form has it', async () => {
    const checked: unknown[] = [];
    stage.answers = {
      async check(kind, { userId, configurationId, secrets }) {
        checked.push([kind, userId, configurationId, secrets]);
        return refused;
      },
    };
    expect(await stage.chat.check({ ask: 1, kind: 'access', target }, anna)).toEqual(refused);
    await stage.chat.check({ ask: 2, kind: 'chat', target }, ben);
    const draft = configurationDraft.parse({
      ...{ id: null, revision: 0, name: 'new', provider: 'ollama', fields: {}, model: '', parameters: {} },
      secrets: { token: { kind: 'set', value: 'typed' } },
    });
    await stage.chat.check({ ask: 3, kind: 'access', target: { draft } }, anna);
    expect(checked).toEqual([
      ['access', 'anna', 'one', {}],
      ['chat', 'ben', 'one', {}],
      ['access', 'anna', 'new', draft.secrets],
    ]);
  });

  it('is cancelled at once by its number, by its own window alone, whether or not the provider heeds it', async () => {
    const signals: AbortSignal[] = [];
    stage.answers = {
      check(_kind, configuration, signal) {
        signals.push(signal);
        return never(configuration, signal);
      },
    };
    const one = stage.chat.check({ ask: 7, kind: 'access', target }, anna);
    const other = stage.chat.check({ ask: 7, kind: 'access', target }, ben);
    await expect.poll(() => signals.length).toBe(2);
    stage.now = 40;
    stage.chat.cancel({ ask: 8 }, anna);
    stage.chat.cancel({ ask: 7 }, anna);
    expect(await one).toMatchObject({ outcome: 'cancelled', ms: 40 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    stage.chat.leave(2);
    expect(await other).toMatchObject({ outcome: 'cancelled' });
  });

  it('makes way for another of the same number', async () => {
    stage.answers = { check: (_kind, ...rest) => never(...rest) };
    const first = stage.chat.check({ ask: 7, kind: 'access', target }, anna);
    stage.answers = { check: async () => fine };
    expect(await stage.chat.check({ ask: 7, kind: 'access', target }, anna)).toEqual(fine);
    expect(await first).toMatchObject({ outcome: 'cancelled' });
  });

  it('ends with its user', async () => {
    stage.answers = { check: (_kind, ...rest) => never(...rest) };
    const one = stage.chat.check({ ask: 1, kind: 'access', target }, anna);
    const other = stage.chat.check({ ask: 1, kind: 'access', target }, ben);
    await Promise.resolve();
    stage.chat.endUser('ANNA');
    expect(await one).toMatchObject({ outcome: 'cancelled' });
    stage.chat.end();
    expect(await other).toMatchObject({ outcome: 'cancelled' });
  });
});

describe('a list of models', () => {
  let asked: string[] = [];
  beforeEach(() => {
    asked = [];
    stage.answers = {
      async listModels({ userId }) {
        asked.push(userId);
        return listingOf([`${userId} ${asked.length}`]);
      },
    };
  });
  const list = async (fresh = false, caller = anna, own: object = target) => {
    const listed = await stage.chat.listModels({ ask: 1, fresh, target: own as typeof target }, caller);
    return { ...listed, ids: listed.models.map(({ id }) => id) };
  };

  it('is kept for a while with its time, and asked for anew when it is too old or wanted fresh', async () => {
    expect(await list()).toMatchObject({ ids: ['anna 1'], listedAt: new Date(0).toISOString() });
    stage.now = 15 * 60_000;
    expect(await list()).toMatchObject({ ids: ['anna 1'], listedAt: new Date(0).toISOString() });
    expect(await list(true)).toMatchObject({ ids: ['anna 2'], listedAt: new Date(stage.now).toISOString() });
    stage.now *= 2;
    expect(await list()).toMatchObject({ ids: ['anna 2'] });
    stage.now += 1;
    expect(await list()).toMatchObject({ ids: ['anna 3'] });
  });

  it('is one a user', async () => {
    await list();
    expect(await list(false, ben)).toMatchObject({ ids: ['ben 2'] });
    expect(await list(false, ben)).toMatchObject({ ids: ['ben 2'] });
    stage.chat.forgetLists('ben');
    expect(await list()).toMatchObject({ ids: ['anna 1'] });
    expect(await list(false, ben)).toMatchObject({ ids: ['ben 3'] });
  });

  it('is another where a form has another key', async () => {
    const form = {
      ...{ id: 'one', revision: 1, name: 'of anna', provider: 'ollama', fields: {}, model: '', parameters: {} },
    };
    await list(false, anna, { draft: { ...form, secrets: {} } });
    const typed = { ...form, secrets: { token: { kind: 'set', value: 'typed' } } };
    expect(await list(false, anna, { draft: typed })).toMatchObject({ ids: ['anna 2'] });
    expect(await list(false, anna, { draft: { ...typed, model: 'another' } })).toMatchObject({ ids: ['anna 2'] });
  });

  it('that is refused says so and blocks nothing: the one before is shown with its age', async () => {
    const ok = stage.answers;
    stage.answers = { listModels: async () => listingOf([], refused) };
    expect(await list()).toMatchObject({ result: { outcome: 'auth' }, models: [] });
    stage.answers = ok;
    await list();
    stage.answers = { listModels: async () => listingOf([], refused) };
    stage.now = 5000;
    expect(await list(true)).toMatchObject({
      ...{ result: { outcome: 'auth' }, ids: ['anna 1'], listedAt: new Date(0).toISOString() },
    });
    // A refusal is not kept: what was there counts.
    expect(await list()).toMatchObject({ result: { outcome: 'ok' }, ids: ['anna 1'] });
  });

  it('is cancelled like a check, and keeps nothing', async () => {
    stage.answers = { listModels: never };
    const hanging = list();
    await Promise.resolve();
    stage.chat.cancel({ ask: 1 }, anna);
    expect(await hanging).toMatchObject({ result: { outcome: 'cancelled' }, models: [] });
  });

  it('are not piled up without end', async () => {
    for (let at = 0; at < 40; at += 1) await list(false, anna, { configurationId: String(at) });
    expect(asked.length).toBe(40);
    await list(false, anna, { configurationId: '39' });
    expect(asked.length).toBe(40);
    await list(false, anna, { configurationId: '0' });
    expect(asked.length).toBe(41);
  });
});
