import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePlainHome } from '../../../e2e/stand-ins/homes.ts';
import { startLmStudio } from '../../../e2e/stand-ins/providers/lm-studio.ts';
import type { ProviderStandIn } from '../../../e2e/stand-ins/providers/server.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { addAsk } from './ask.ts';
import { addSettingsAsking } from './settings/asking.ts';
import { addSettings } from './settings.ts';

let root = '';
let home = '';
let server: ProviderStandIn;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-ask-command-'));
  home = join(root, 'home');
  await writePlainHome(home, { image: 'none' });
  server = await startLmStudio();
  server.say(['one ', 'two\n', '\u001b[2Jthree']);
  expect((await set('Local', 'chat-large')).code).toBe(0);
});
afterEach(async () => {
  await server.stop();
  await rm(root, { recursive: true });
});

const run = (...args: readonly string[]) =>
  runInProcess(
    (program) => {
      addSettings(program);
      addAsk(program);
      addSettingsAsking(program);
    },
    ['--home', home, ...args],
  );
const set = (name: string, model: string) =>
  run('settings', 'set', name, '--provider', 'lm-studio', '--field', `baseUrl=${server.url}/v1`, '--model', model);
const askedModels = () =>
  server.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body).model);

describe('persag ask', () => {
  it('asks nobody while nothing is chosen, and what is active then', async () => {
    const nothing = await run('ask', 'hello', '--json');
    expect([nothing.code, nothing.json()]).toMatchObject([1, { error: { code: 'chat/not-configured' } }]);
    expect(askedModels()).toEqual([]);
    await run('settings', 'use', 'Local');
    const { code, said } = await run('ask', 'hello', 'there');
    // What would move the cursor of a terminal is taken out.
    expect([code, said]).toEqual([0, 'one two\n[2Jthree\n']);
    expect(server.requests.at(-1)?.body).toContain('hello there');
  });

  it('says with --json who answered, and with what', async () => {
    const { code, json } = await run('ask', 'hello', '--configuration', 'LOCAL', '--json');
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      text: 'one two\n\u001b[2Jthree',
      source: { configurationName: 'Local', provider: 'lm-studio', model: 'chat-large', profile: null },
      ...{ inputTokens: 7, outputTokens: 3, result: { outcome: 'ok' } },
      ...{ firstTokenMs: expect.any(Number), ms: expect.any(Number) },
    });
  });

  it('asks the profile of a tag, and refuses what nobody has', async () => {
    await set('Small', 'chat-small');
    await run('settings', 'use', 'Local');
    expect(
      await run('settings', 'profiles', 'set', 'quick', '--tag', 'FAST', '--configuration', 'Small'),
    ).toMatchObject({ code: 0 });
    const asked = await run('ask', '@fast hello', '--json');
    expect(asked.json()).toMatchObject({ source: { model: 'chat-small', profile: { tag: 'FAST' } } });
    for (const [text, code] of [
      ['@slow hello', 'chat/unknown-tag'],
      ['@fast', 'chat/tag-alone'],
      [' ', 'chat/empty-message'],
    ] as const) {
      const refused = await run('ask', text, '--json');
      expect([refused.code, refused.json()]).toMatchObject([1, { error: { code } }]);
    }
    const both = await run('ask', '@fast hello', '--configuration', 'Local', '--json');
    expect(both.json()).toMatchObject({ error: { code: 'chat/two-choices' } });
    expect(askedModels()).toEqual(['chat-small']);
  });

  it('ends with 1 where the provider does not answer, and with 2 without a question', async () => {
    server.fail('chat', { kind: 'reset' });
    const { code, json } = await run('ask', 'hello', '--configuration', 'Local', '--json');
    expect(code).toBe(1);
    expect(json()).toMatchObject({ text: '', result: { outcome: expect.not.stringMatching('ok') } });
    expect((await run('ask')).code).toBe(2);
    const unknown = await run('ask', 'hello', '--configuration', 'Nobody', '--json');
    expect([unknown.code, unknown.json()]).toMatchObject([1, { error: { code: 'settings/unknown-configuration' } }]);
  });

  it('stops at Ctrl+C, with what there was until then', async () => {
    server.fail('chat', { kind: 'held' });
    const asking = run('ask', 'hello', '--configuration', 'Local', '--json');
    await expect.poll(() => server.open()).toBe(1);
    process.emit('SIGINT');
    const { code, json } = await asking;
    expect([code, json()]).toMatchObject([1, { result: { outcome: 'cancelled' } }]);
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('persag settings test and models', () => {
  it('checks what is free, and the model where it is asked to', async () => {
    const free = await run('settings', 'test', 'Local', '--json');
    expect([free.code, free.json()]).toMatchObject([0, { access: { outcome: 'ok' }, chat: null }]);
    expect(askedModels()).toEqual([]);
    const both = await run('settings', 'test', 'local', '--chat', '--json');
    expect([both.code, both.json()]).toMatchObject([0, { access: { outcome: 'ok' }, chat: { outcome: 'ok' } }]);
    expect(askedModels()).toEqual(['chat-large']);
  });

  it('ends with 1 where one of them is not good', async () => {
    server.fail('list', { kind: 'page' });
    const refused = await run('settings', 'test', 'Local', '--json');
    expect([refused.code, refused.json()]).toMatchObject([1, { access: { outcome: 'bad_shape' } }]);
    const models = await run('settings', 'models', 'Local', '--json');
    expect([models.code, models.json()]).toMatchObject([1, { result: { outcome: 'bad_shape' }, models: [] }]);
  });

  it('lists the models', async () => {
    const { code, json } = await run('settings', 'models', 'Local', '--json');
    expect(code).toBe(0);
    const { models } = json() as { models: readonly { id: string }[] };
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining(['chat-large', 'chat-small']));
    expect((await run('settings', 'models', 'Local')).said).toContain('chat-small');
  });
});

describe('persag settings contexts', () => {
  it('shows and keeps when idle contexts are dropped, and refuses what makes no sense', async () => {
    const set = await run('settings', 'contexts', '--max-age', '2', '--interval', '60', '--json');
    expect(set.json()).toMatchObject({ times: { maxAgeHours: { value: 2, origin: 'kept' } }, refused: [] });
    await run('settings', 'contexts', '--interval', 'usual');
    const shown = await run('settings', 'contexts', '--json');
    expect(shown.json()).toMatchObject({
      times: { cleanupIntervalSeconds: { value: 300, origin: 'usual' }, maxAgeHours: { value: 2, origin: 'kept' } },
    });
    expect((await run('settings', 'contexts', '--max-age', 'soon')).code).toBe(2);
    const beyond = await run('settings', 'contexts', '--interval', '0', '--json');
    expect([beyond.code, beyond.json()]).toMatchObject([1, { error: { code: 'input/invalid' } }]);
    await writeFile(join(home, 'desktop', 'contexts.json'), '{');
    expect((await run('settings', 'contexts')).said).toContain('contexts.json');
  });
});
