import { describe, expect, it } from 'vitest';
import { isSecretName, maskKnown, maskSecrets } from './mask-secrets.ts';

describe('masking secrets', () => {
  it.each([
    'OPENAI_API_KEY=hunter2-value',
    'export AZURE_KEY = "hunter2-value" # mine',
    '  LIGHTRAG_API_KEY: hunter2-value',
    '      - TOKEN_SECRET=hunter2-value',
    '"apiKey": "hunter2-value",',
    'AUTH_ACCOUNTS=admin:hunter2-value',
    'password = hunter2-value',
    'POSTGRES_URI=postgres://me:hunter2-value@host/db',
    "SECRET='a\nhunter2-value\nb'",
    '-----BEGIN PRIVATE KEY-----\nhunter2-value\n-----END PRIVATE KEY-----',
    'NOTE=sk-hunter2-value00000000000',
  ])('hides the value of %j', (text) => {
    const masked = maskSecrets(text);
    expect(masked).not.toContain('hunter2-value');
    expect(masked.split('\n')).toHaveLength(text.split('\n').length);
  });

  it('shows everything else as it is', () => {
    const text = [
      'USER_ID=paula # who',
      'MAX_TOKENS=16384',
      'OPENAI_API_KEY=',
      'API_KEY=${API_KEY}',
      'image: ghcr.io/hkuds/lightrag:latest',
      '- ./env.server:/app/.env',
      'LLM_BINDING_HOST=http://host.docker.internal:11434',
      '',
    ].join('\r\n');
    expect(maskSecrets(text)).toBe(text);
  });

  it('knows names', () => {
    expect(['API_KEY', 'access-token', 'db.password', 'apiKey'].filter(isSecretName)).toHaveLength(4);
    expect(['MONKEY', 'MAX_TOKENS', 'KEYBOARD', 'public_key'].filter(isSecretName)).toEqual([]);
  });
});

it('takes no longer for a long line without blanks', () => {
  const begin = performance.now();
  maskKnown(`${'x'.repeat(1_000_000)} a://${'y'.repeat(1_000_000)}`);
  expect(performance.now() - begin).toBeLessThan(1000);
});
