import { describe, expect, it } from 'vitest';
import type { ServingRequest } from '../../src-shared/serving.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { knownDimension } from './known-dimensions.ts';
import { wantedValues } from './wanted-values.ts';

function wantedFor(given: Partial<ServingRequest>, environment: Record<string, string>, model = 'gpt-4o') {
  const configuration: ResolvedConfiguration = {
    ...{ userId: 'anna', configurationId: 'one', revision: 1, name: 'Mine', provider: 'openai', fields: {} },
    ...{ secrets: { apiKey: 'k' }, model, parameters: {} },
  };
  const request: ServingRequest = {
    ...{ configurationId: 'one', roles: ['llm'], services: ['memory'], embeddingDimension: null },
    ...given,
  };
  const chatUrl = 'https://api.openai.com/v1/chat/completions';
  return Object.fromEntries(wantedValues({ configuration, chatUrl, request }, environment).values);
}

describe('the role that stays', () => {
  it('keeps the address that it has of the other one, or that LightRAG gives it', () => {
    const values = wantedFor({}, { LLM_BINDING: 'ollama', LLM_BINDING_HOST: 'http://models:11434' });
    expect(values).toMatchObject({ LLM_BINDING: 'openai', EMBEDDING_BINDING_HOST: 'http://models:11434' });
    expect(wantedFor({}, { EMBEDDING_BINDING: 'openai' })).toMatchObject({
      EMBEDDING_BINDING_HOST: 'https://api.openai.com/v1',
    });
    expect(wantedFor({}, { EMBEDDING_BINDING_HOST: 'http://own:1' })).not.toHaveProperty('EMBEDDING_BINDING_HOST');
    expect(wantedFor({}, { EMBEDDING_BINDING: 'azure_openai' })).not.toHaveProperty('EMBEDDING_BINDING_HOST');
  });

  it('keeps the key that it borrows', () => {
    const values = wantedFor({}, { EMBEDDING_BINDING: 'gemini', LLM_BINDING_API_KEY: 'old' });
    expect(values).toMatchObject({ LLM_BINDING_API_KEY: 'k', EMBEDDING_BINDING_API_KEY: 'old' });
  });

  it('is written out where one word names both', () => {
    expect(wantedFor({}, { LLM_BINDING: 'openai-ollama' })).toMatchObject({ EMBEDDING_BINDING: 'ollama' });
    const embedding = wantedFor({ roles: ['embedding'] }, { LLM_BINDING: 'openai-ollama' }, 'text-embedding-3-small');
    expect(embedding).toMatchObject({ LLM_BINDING: 'openai', EMBEDDING_BINDING: 'openai', EMBEDDING_DIM: '1536' });
  });
});

describe('the dimension', () => {
  it('is the one that is given, else that of the model, else asked for', () => {
    const roles: ServingRequest['roles'] = ['embedding'];
    expect(wantedFor({ roles, embeddingDimension: 512 }, {}, 'text-embedding-3-small').EMBEDDING_DIM).toBe('512');
    expect(() => wantedFor({ roles }, {}, 'my-own')).toThrow(
      expect.objectContaining({ code: 'serving/dimension-unknown' }),
    );
  });

  it.each([
    ['nomic-embed-text:latest', 768],
    ['text-embedding-nomic-embed-text-v1.5', 768],
    ['BAAI/bge-m3', 1024],
    ['amazon.titan-embed-text-v2:0', 1024],
    ['constructor', null],
    ['gpt-4o', null],
  ])('of %s is %s', (model, dimension) => {
    expect(knownDimension(model)).toBe(dimension);
  });
});
