import { expect, test } from 'vitest';
import { modelLamp } from './model-lamp.ts';
import type { HostAnswer } from './model-probe.ts';
import { type ModelNeed, modelNeeds } from './model-settings.ts';

const upstream = {
  LLM_BINDING_HOST: 'http://host.docker.internal:11434',
  EMBEDDING_BINDING_HOST: 'http://host.docker.internal:11434',
  LLM_MODEL: 'granite3.1-dense:2b',
  EMBEDDING_MODEL: 'nomic-embed-text',
};
const needs = (environment: Record<string, string> = upstream) => modelNeeds(environment, '127.0.0.1');
const lamp = (all: readonly ModelNeed[], answer: HostAnswer | null) => modelLamp(all.map((need) => ({ need, answer })));
const models = (...names: string[]): HostAnswer => ({ state: 'models', names, ms: 1 });

test('both models there: ok, and both named', () => {
  const { state, why } = lamp(needs(), models('granite3.1-dense:2b', 'nomic-embed-text:latest'));
  expect(state).toBe('ok');
  expect(why).toMatch(/granite3\.1-dense:2b.*nomic-embed-text/);
});

test('each missing model is named with the command that gets it', () => {
  const { state, why, advice } = lamp(needs(), models('other:latest'));
  expect(state).toBe('failed');
  expect(why).toMatch(/granite3\.1-dense:2b.*nomic-embed-text/);
  expect(advice).toMatch(/ollama pull granite3\.1-dense:2b.*ollama pull nomic-embed-text/);
});

test('one missing model leaves the other out', () => {
  const { state, why } = lamp(needs(), models('nomic-embed-text:latest'));
  expect(state).toBe('failed');
  expect(why).not.toContain('nomic');
});

test('a host that does not answer is said once', () => {
  const { state, why } = lamp(needs(), { state: 'unreachable', problem: 'the connection is refused' });
  expect(state).toBe('failed');
  expect(why.match(/11434/g)).toHaveLength(1);
  const { advice } = lamp(needs(), { state: 'unreachable', problem: 'the connection is refused' });
  expect(advice).toBe('Start Ollama, or correct LLM_BINDING_HOST and EMBEDDING_BINDING_HOST.');
});

test('localhost inside a container is the container itself, written or by default', () => {
  const written = needs({ ...upstream, LLM_BINDING_HOST: 'http://localhost:11434' });
  expect(lamp(written, models('granite3.1-dense:2b', 'nomic-embed-text:latest'))).toMatchObject({
    state: 'failed',
    advice: expect.stringContaining('host.docker.internal'),
  });
  expect(lamp(needs({}), models('mistral-nemo:latest', 'bge-m3:latest')).state).toBe('failed');
});

test('a model that is not in the list of an OpenAI host is a warning, a refused key a failure', () => {
  const openAi = needs({
    ...{ LLM_BINDING: 'openai', LLM_BINDING_HOST: 'http://host.docker.internal:1234/v1', LLM_MODEL: 'm' },
    ...{
      EMBEDDING_BINDING: 'openai',
      EMBEDDING_BINDING_HOST: 'http://host.docker.internal:1234/v1',
      EMBEDDING_MODEL: 'm',
    },
  });
  expect(lamp(openAi, models('m')).state).toBe('ok');
  expect(lamp(openAi, models('n')).state).toBe('warn');
  expect(lamp(openAi, { state: 'refused', problem: 'it refuses the key' }).state).toBe('failed');
});

test('a binding the app cannot check is unknown, with the reason', () => {
  const { state, why } = lamp(needs(), { state: 'unknown', problem: 'the app cannot check the binding lollms' });
  expect(state).toBe('unknown');
  expect(why).toContain('lollms');
});

test('before the first answer the lamp is starting', () => {
  expect(lamp(needs(), null).state).toBe('starting');
});

test('a host that takes the key and lists nothing is fine, and says what is not known', () => {
  const azure = needs({
    LLM_BINDING: 'azure_openai',
    EMBEDDING_BINDING: 'azure_openai',
    AZURE_OPENAI_ENDPOINT: 'https://a.example',
  });
  const { state, why } = lamp(azure, { state: 'accepted', ms: 1 });
  expect(state).toBe('ok');
  expect(why).toContain('does not say whether');
});

test('nothing of a key or of a password in an address is told', () => {
  const secret = needs({
    ...upstream,
    LLM_BINDING_HOST: 'http://me:hush@localhost:1/?key=hush',
    LLM_BINDING_API_KEY: 'hush',
  });
  const answers: HostAnswer[] = [{ state: 'refused', problem: 'it refuses the key' }, models()];
  for (const answer of answers) expect(JSON.stringify(lamp(secret, answer))).not.toContain('hush');
});
