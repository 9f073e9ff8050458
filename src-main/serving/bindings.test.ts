import { describe, expect, it } from 'vitest';
import type { ProviderId } from '../../src-shared/providers.ts';
import type { ServingRole } from '../../src-shared/serving.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { bindingOf } from './bindings.ts';

function someConfiguration(provider: ProviderId, given: Partial<ResolvedConfiguration> = {}): ResolvedConfiguration {
  const ids = { userId: 'anna', configurationId: 'one', revision: 1, name: 'Mine' };
  return { ...ids, provider, fields: {}, secrets: {}, model: 'm', parameters: {}, ...given };
}

function valuesOf(chatUrl: string, configuration: ResolvedConfiguration, role: ServingRole = 'llm') {
  return bindingOf({ configuration, chatUrl, role }).values;
}

describe('a configuration as LightRAG takes it', () => {
  it('is Ollama, on this computer as the container calls it', () => {
    expect(valuesOf('http://localhost:11434/api/chat', someConfiguration('ollama'))).toEqual({
      LLM_BINDING: 'ollama',
      LLM_BINDING_HOST: 'http://host.docker.internal:11434',
      LLM_MODEL: 'm',
      LLM_BINDING_API_KEY: null,
    });
  });

  it.each([
    ['http://127.0.0.1:1234/v1/chat/completions', 'http://host.docker.internal:1234/v1'],
    ['http://[::1]:8000/v1/chat/completions', 'http://host.docker.internal:8000/v1'],
    ['https://gateway.example/openai/v1/chat/completions', 'https://gateway.example/openai/v1'],
    ['http://192.168.1.4:8000/v1/chat/completions', 'http://192.168.1.4:8000/v1'],
  ])('takes the base of %s', (chatUrl, host) => {
    expect(valuesOf(chatUrl, someConfiguration('openai-compatible'), 'embedding')).toMatchObject({
      EMBEDDING_BINDING: 'openai',
      EMBEDDING_BINDING_HOST: host,
    });
  });

  it('has a key even where the server wants none, which is no secret then', () => {
    const url = 'http://localhost:1234/v1/chat/completions';
    const without = bindingOf({ configuration: someConfiguration('lm-studio'), chatUrl: url, role: 'llm' });
    expect([without.values.LLM_BINDING_API_KEY, without.secrets]).toEqual(['not-needed', []]);
    const configuration = someConfiguration('lm-studio', { secrets: { apiKey: 'k' } });
    const with_ = bindingOf({ configuration, chatUrl: url, role: 'llm' });
    expect([with_.values.LLM_BINDING_API_KEY, with_.secrets]).toEqual(['k', ['LLM_BINDING_API_KEY']]);
  });

  it('is Azure in both of its ways, and none with a token that ends', () => {
    const azure = (fields: Record<string, string>) =>
      someConfiguration('azure-openai', { fields, secrets: { apiKey: 'k' }, model: 'dep' });
    const v1 = valuesOf('https://r.openai.azure.com/openai/v1/chat/completions', azure({}));
    expect(v1).toMatchObject({ LLM_BINDING: 'openai', LLM_BINDING_HOST: 'https://r.openai.azure.com/openai/v1' });
    const url = 'https://r.openai.azure.com/openai/deployments/dep/chat/completions?api-version=2024-10-21';
    expect(valuesOf(url, azure({ apiVersion: '2024-10-21' }), 'embedding')).toEqual({
      EMBEDDING_BINDING: 'azure_openai',
      EMBEDDING_BINDING_HOST: 'https://r.openai.azure.com',
      EMBEDDING_MODEL: 'dep',
      EMBEDDING_BINDING_API_KEY: 'k',
      AZURE_EMBEDDING_DEPLOYMENT: 'dep',
      AZURE_EMBEDDING_API_VERSION: '2024-10-21',
    });
    const entra = someConfiguration('azure-openai', { secrets: { entraToken: 't' } });
    expect(() => valuesOf(url, entra)).toThrow(expect.objectContaining({ code: 'serving/not-served' }));
  });

  it('is Google and Bedrock, whose own addresses are not those of the other role', () => {
    const google = valuesOf(
      'https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent',
      someConfiguration('google', { secrets: { apiKey: 'k' } }),
    );
    expect(google).toMatchObject({ LLM_BINDING: 'gemini', LLM_BINDING_HOST: 'DEFAULT_GEMINI_ENDPOINT' });
    const bedrock = bindingOf({
      configuration: someConfiguration('amazon-bedrock', {
        fields: { region: 'eu-west-1' },
        secrets: { accessKeyId: 'AKIA1', secretAccessKey: 's' },
      }),
      chatUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse-stream',
      role: 'embedding',
    });
    expect(bedrock.values).toEqual({
      EMBEDDING_BINDING: 'aws_bedrock',
      EMBEDDING_BINDING_HOST: 'DEFAULT_BEDROCK_ENDPOINT',
      EMBEDDING_MODEL: 'm',
      EMBEDDING_BINDING_API_KEY: null,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIA1',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: null,
      AWS_BEARER_TOKEN_BEDROCK: null,
    });
    expect(bedrock.secrets).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  });

  it('is none of Anthropic', () => {
    const configuration = someConfiguration('anthropic', { secrets: { apiKey: 'k' } });
    const bound = { configuration, chatUrl: 'https://api.anthropic.com/v1/messages', role: 'llm' as const };
    expect(() => bindingOf(bound)).toThrow(expect.objectContaining({ code: 'serving/not-served' }));
  });
});
