import { expect, test } from 'vitest';
import { isInsideContainer, modelNeeds } from './model-settings.ts';

test("LightRAG's defaults hold where the environment says nothing", () => {
  expect(modelNeeds({}, '127.0.0.1')).toEqual([
    {
      role: 'LLM',
      binding: 'ollama',
      host: null,
      url: 'http://localhost:11434',
      model: 'mistral-nemo:latest',
      key: null,
    },
    {
      role: 'EMBEDDING',
      binding: 'ollama',
      host: null,
      url: 'http://localhost:11434',
      model: 'bge-m3:latest',
      key: null,
    },
  ]);
});

test("the container's name for its host becomes an address of this computer", () => {
  const environment = { LLM_BINDING_HOST: 'http://host.docker.internal:11434/' };
  expect(modelNeeds(environment, '127.0.0.1')[0]?.url).toBe('http://127.0.0.1:11434');
  expect(modelNeeds(environment, '10.0.0.7')[0]?.url).toBe('http://10.0.0.7:11434');
});

test('a path is kept, and what is no web address gives no url', () => {
  const url = (host: string) => modelNeeds({ LLM_BINDING: 'openai', LLM_BINDING_HOST: host }, '127.0.0.1')[0]?.url;
  expect(url('http://box:1234/v1/')).toBe('http://box:1234/v1');
  expect(url('file:///etc/passwd')).toBeNull();
  expect(url('box')).toBeNull();
});

test('keys: of the role, else the common one', () => {
  const keys = (environment: Record<string, string>) => modelNeeds(environment, '127.0.0.1').map((need) => need.key);
  expect(keys({ LLM_BINDING_API_KEY: 'a', OPENAI_API_KEY: 'b' })).toEqual(['a', 'b']);
});

test.each([
  ['http://localhost:11434', true],
  ['http://127.0.0.1:1', true],
  ['http://[::1]:1', true],
  [null, true],
  ['http://host.docker.internal:11434', false],
  ['http://localhost.example.org', false],
  ['nonsense', false],
])('%s is inside the container: %s', (host, inside) => {
  expect(isInsideContainer(host, 'ollama')).toBe(inside);
});
