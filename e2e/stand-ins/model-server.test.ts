import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ModelServer, startModelServer } from './model-server.ts';

let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer({ models: ['granite3.1-dense:8b', 'nomic-embed-text'] });
});
afterEach(() => server.stop());

async function post(path: string, body: object): Promise<Response> {
  return fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
}

async function names(): Promise<string[]> {
  const answer = (await (await fetch(`${server.url}/api/tags`)).json()) as { models: { name: string }[] };
  return answer.models.map(({ name }) => name);
}

test('lists its models, which can change while it runs', async () => {
  expect(await names()).toEqual(['granite3.1-dense:8b', 'nomic-embed-text:latest']);
  server.setModels(['qwen3']);
  expect(await names()).toEqual(['qwen3:latest']);
  expect(server.requests).toEqual([
    { method: 'GET', path: '/api/tags' },
    { method: 'GET', path: '/api/tags' },
  ]);
});

test('chats in a stream of lines, or in one object', async () => {
  const body = { model: 'granite3.1-dense:8b', messages: [{ role: 'user', content: 'good morning' }] };
  const stream = await (await post('/api/chat', body)).text();
  const parts = stream
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { done: boolean; message: { content: string } });
  expect(parts.map(({ message }) => message.content).join('')).toBe('You said: good morning');
  expect(parts.map(({ done }) => done).indexOf(true)).toBe(parts.length - 1);
  const whole = await (await post('/api/chat', { ...body, stream: false })).json();
  expect(whole).toMatchObject({ done: true, message: { role: 'assistant', content: 'You said: good morning' } });
});

test('gives the same text the same vector of 768 numbers, and another text another', async () => {
  const answer = (await (await post('/api/embed', { model: 'nomic-embed-text', input: ['a', 'b', 'a'] })).json()) as {
    embeddings: number[][];
  };
  const [first, second, third] = answer.embeddings;
  expect(first).toHaveLength(768);
  expect(third).toEqual(first);
  expect(second).not.toEqual(first);
});

test('refuses a model it has not', async () => {
  const answer = await post('/api/generate', { model: 'mistral', prompt: 'x' });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: "model 'mistral' not found" });
});

test('fails as told, until told otherwise', async () => {
  server.fail('error');
  expect((await fetch(`${server.url}/api/tags`)).status).toBe(500);
  server.fail('close');
  await expect(fetch(`${server.url}/api/tags`)).rejects.toThrow();
  server.fail('hang');
  await expect(fetch(`${server.url}/api/tags`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
  server.fail(null);
  expect(await names()).toHaveLength(2);
});
