import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { askModelHost, hasModel } from './model-probe.ts';
import type { ModelNeed } from './model-settings.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const need = (url: string | null, change: Partial<ModelNeed> = {}): ModelNeed => ({
  ...{ role: 'LLM', binding: 'ollama', host: url, url, model: 'm', key: null, apiVersion: null, ...change },
});
const ask = (one: ModelNeed) => askModelHost(one, 500);

test('Ollama is asked for its tags', async () => {
  const url = await serve((request, response) => {
    response.end(
      request.url === '/api/tags' ? JSON.stringify({ models: [{ name: 'a:latest', model: 'a:latest' }] }) : '{}',
    );
  });
  expect(await ask(need(url))).toMatchObject({ state: 'models', names: expect.arrayContaining(['a:latest']) });
});

test('what speaks OpenAI is asked for its models, with the key', async () => {
  const url = await serve((request, response) => {
    response.statusCode = request.headers.authorization === 'Bearer k' ? 200 : 401;
    response.end(JSON.stringify({ data: [{ id: 'a' }, { id: 'b' }] }));
  });
  expect(await ask(need(url, { binding: 'openai', key: 'k' }))).toMatchObject({ state: 'models', names: ['a', 'b'] });
  expect((await ask(need(url, { binding: 'openai' }))).state).toBe('refused');
});

test('a key is never sent to Ollama, and redirects are not followed', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  expect((await ask(need(url, { key: 'k' }))).state).toBe('unreachable');
  expect(asked).toEqual([undefined]);
});

test.each(['<html>', '{"models":', '{"models":{}}', '[]', ''])(
  'an answer like %j is unreachable, not a crash',
  async (body) => {
    const url = await serve((_request, response) => response.end(body));
    expect((await ask(need(url))).state).toBe('unreachable');
  },
);

test('a host that hangs, and one that never ends, are given up', async () => {
  const hanging = await serve(() => {});
  const endless = await serve((_request, response) => {
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65536)));
    };
    response.on('drain', pour);
    pour();
  });
  expect((await ask(need(hanging))).state).toBe('unreachable');
  expect((await askModelHost(need(endless), 5000)).state).toBe('unreachable');
});

test('nobody there, no address, and a binding that is not known', async () => {
  expect((await ask(need('http://127.0.0.1:1'))).state).toBe('unreachable');
  expect((await ask(need(null))).state).toBe('unknown');
  expect((await ask(need('http://127.0.0.1:1', { binding: 'bedrock' }))).state).toBe('unknown');
});

test.each([
  ['nomic-embed-text', ['nomic-embed-text:latest'], true],
  ['nomic-embed-text:latest', ['nomic-embed-text'], true],
  ['Granite:2B', ['granite:2b'], true],
  ['granite:2b', ['granite:8b'], false],
  ['hf.co/unsloth/Qwen:Q6_K', ['hf.co/unsloth/qwen:q6_k'], true],
  ['host:5000/model', ['host:5000/model:latest'], true],
  ['a', [], false],
])('Ollama has %s among %j: %s', (model, names, has) => {
  expect(hasModel(names, model, 'ollama')).toBe(has);
});

test('other hosts name models exactly', () => {
  expect(hasModel(['m:latest'], 'm', 'openai')).toBe(false);
});

test('each binding is asked in its own way, the key in a header and never in the address', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const { authorization, 'api-key': azure, 'x-goog-api-key': google } = request.headers;
    asked.push(`${request.url} ${[authorization, azure, google].filter(Boolean).join()}`);
    const body = request.url?.includes('v1beta') ? { models: [{ name: 'models/m' }] } : { data: [{ id: 'm' }] };
    response.end(JSON.stringify(body));
  });
  const states: string[] = [];
  for (const binding of ['openai', 'lollms', 'azure_openai', 'gemini']) {
    states.push((await ask(need(url, { binding, key: 'k' }))).state);
  }
  expect(states).toEqual(['models', 'models', 'accepted', 'models']);
  expect(asked).toEqual([
    '/models Bearer k',
    '/v1/models Bearer k',
    '/openai/models?api-version=2024-10-21 k',
    '/v1beta/models?pageSize=1000 k',
  ]);
});

test('a host that asks for a key says so, and what it says of the key is not told on', async () => {
  const url = await serve((request, response) => {
    response
      .writeHead(401)
      .end(JSON.stringify({ error: { message: `Incorrect API key: ${request.headers.authorization}` } }));
  });
  const without = await ask(need(url, { binding: 'openai' }));
  expect(without).toMatchObject({
    state: 'refused',
    problem: expect.stringContaining('LLM_BINDING_API_KEY is not set'),
  });
  const wrong = await ask(need(url, { binding: 'openai', key: 'hush' }));
  expect(wrong.state).toBe('refused');
  expect(JSON.stringify(wrong)).not.toContain('hush');
});
