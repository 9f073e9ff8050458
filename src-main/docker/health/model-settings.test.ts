import { expect, test } from 'vitest';
import { isInsideContainer, modelNeeds, shownUrl } from './model-settings.ts';

test("LightRAG's defaults hold where the environment says nothing", () => {
  expect(modelNeeds({}, '127.0.0.1')).toEqual([
    {
      role: 'LLM',
      binding: 'ollama',
      host: null,
      url: 'http://localhost:11434',
      model: 'mistral-nemo:latest',
      key: null,
      apiVersion: null,
    },
    {
      role: 'EMBEDDING',
      binding: 'ollama',
      host: null,
      url: 'http://localhost:11434',
      model: 'bge-m3:latest',
      key: null,
      apiVersion: null,
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

test('keys: of the role, else the common one of that binding', () => {
  const keys = (environment: Record<string, string>) => modelNeeds(environment, '127.0.0.1').map((need) => need.key);
  const openAi = { LLM_BINDING: 'openai', EMBEDDING_BINDING: 'openai' };
  expect(keys({ ...openAi, LLM_BINDING_API_KEY: 'a', OPENAI_API_KEY: 'b' })).toEqual(['a', 'b']);
  expect(keys({ LLM_BINDING: 'gemini', GEMINI_API_KEY: 'g', OPENAI_API_KEY: 'b' })).toEqual(['g', null]);
});

test('the host of the LLM is that of embeddings, too, where these name none', () => {
  const hosts = modelNeeds({ LLM_BINDING_HOST: 'http://box:1' }, '127.0.0.1').map(({ url }) => url);
  expect(hosts).toEqual(['http://box:1', 'http://box:1']);
});

test('Azure has names of its own, and openai-ollama is one binding for each', () => {
  const azure = {
    ...{ LLM_BINDING: 'azure_openai', EMBEDDING_BINDING: 'azure_openai', AZURE_OPENAI_ENDPOINT: 'https://a.example/' },
    ...{ AZURE_OPENAI_API_KEY: 'one', AZURE_OPENAI_DEPLOYMENT: 'mine', AZURE_OPENAI_API_VERSION: '2024-10-21' },
    ...{ AZURE_EMBEDDING_API_KEY: 'two', AZURE_EMBEDDING_DEPLOYMENT: 'embeds', LLM_MODEL: 'other' },
  };
  expect(modelNeeds(azure, '127.0.0.1')).toMatchObject([
    { url: 'https://a.example', model: 'mine', key: 'one', apiVersion: '2024-10-21' },
    { url: 'https://a.example', model: 'embeds', key: 'two', apiVersion: '2024-10-21' },
  ]);
  const both = modelNeeds({ LLM_BINDING: 'openai-ollama' }, '127.0.0.1').map(({ binding }) => binding);
  expect(both).toEqual(['openai', 'ollama']);
});

test('what may be secret in an address is not shown', () => {
  expect(shownUrl('https://me:hush@box:1/v1/?key=hush#hush')).toBe('https://box:1/v1');
  expect(shownUrl('hush hush')).not.toContain('hush');
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
