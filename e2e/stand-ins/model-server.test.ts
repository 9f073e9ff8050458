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

test("speaks OpenAI's API below /v1, and says which models it has there", async () => {
  const models = await (await fetch(`${server.url}/v1/models`)).json();
  expect(models).toMatchObject({ data: [{ id: 'granite3.1-dense:8b' }, { id: 'nomic-embed-text' }] });
  const unknown = await post('/v1/chat/completions', { model: 'gpt', messages: [] });
  expect(unknown.status).toBe(404);
});

test('gives near vectors to texts that share words, as numbers and in base64', async () => {
  const input = ['Anna bakes a lemon cake.', 'A lemon cake is what Anna bakes.', 'Boats sail in winter storms.'];
  const ask = async (extra: object) => {
    const body = { model: 'nomic-embed-text', input, ...extra };
    return ((await (await post('/v1/embeddings', body)).json()) as { data: { embedding: number[] | string }[] }).data;
  };
  const [one = [], near = [], far = []] = (await ask({})).map(({ embedding }) => embedding as number[]);
  const dot = (left: number[], right: number[]) => left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  expect(one).toHaveLength(256);
  expect(dot(one, near)).toBeGreaterThan(0.8);
  expect(dot(one, far)).toBeLessThan(0.3);
  const [encoded] = await ask({ encoding_format: 'base64' });
  const bytes = Buffer.from(String(encoded?.embedding), 'base64');
  expect(bytes.readFloatLE(4)).toBeCloseTo(one[1] ?? Number.NaN, 5);
});

test("answers LightRAG's prompts in LightRAG's own format", async () => {
  const chat = async (system: string, user: string) => {
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ];
    const answer = await post('/v1/chat/completions', { model: 'granite3.1-dense:8b', messages });
    return ((await answer.json()) as { choices: [{ message: { content: string } }] }).choices[0].message.content;
  };
  const text = 'Marie Curie worked in Paris. She liked boats.';
  const graph = (await chat('', `---Input Text---\n\`\`\`\n${text}\n\`\`\`\n`)).split('\n');
  expect(graph[0]).toBe('entity<|#|>Marie Curie<|#|>Concept<|#|>Marie Curie worked in Paris.');
  expect(graph).toContain('relation<|#|>Marie Curie<|#|>Paris<|#|>named together<|#|>Marie Curie worked in Paris.');
  expect(graph.at(-1)).toBe('<|COMPLETE|>');
  const context = `Document Chunks:\n${JSON.stringify({ reference_id: '1', content: text })}`;
  expect(await chat(context, 'Where did Marie Curie work?')).toBe('Marie Curie worked in Paris.');
  expect(await chat(context, 'Which tea is served?')).toContain('Nothing');
});

test('streams events, and is as slow as it is told to be', async () => {
  server.slow(200);
  const begin = performance.now();
  const body = { model: 'granite3.1-dense:8b', stream: true, messages: [{ role: 'user', content: 'a b' }] };
  const text = await (await post('/v1/chat/completions', body)).text();
  expect(performance.now() - begin).toBeGreaterThan(190);
  const events = text.trim().split('\n\n');
  expect(events.at(-1)).toBe('data: [DONE]');
  expect(events.length).toBeGreaterThan(4);
});
