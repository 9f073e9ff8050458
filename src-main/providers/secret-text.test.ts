import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSecret } from './secret-text.ts';

const secret = 'sk-canary-0123456789';

it.each([secret, ` ${secret}\n`, `\u200b${secret}\u00a0`, `\ufeff${secret}\r\n`])('%j is a key', (text) => {
  expect(readSecret(text)).toEqual({ kind: 'value', value: secret });
});

it.each([
  '',
  ' \n',
  `Bearer ${secret}`,
  `x-api-key: ${secret}`,
  `${secret}\n${secret}`,
  `${secret}\tx`,
  `${secret} x`,
  `“${secret}”`,
  `"${secret}"`,
  `‘${secret}’`,
  `${secret}é`,
  `${secret}\u0000`,
  `${secret}\u200bx`,
  '••••1234',
  '****1234',
  'sk-…1234',
  secret.repeat(300),
  'x'.repeat(100_000),
])('%j is none, and why does not tell it', (text) => {
  const read = readSecret(text);
  expect(read.kind).toBe('problem');
  expect(JSON.stringify(read)).not.toContain('canary');
  expect(JSON.stringify(read)).not.toContain('1234');
});

it('what is taken can stand in a header, and is taken again as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
      const read = readSecret(text);
      if (read.kind !== 'value') return;
      expect(() => new Headers({ authorization: `Bearer ${read.value}` })).not.toThrow();
      expect(readSecret(read.value)).toEqual(read);
    }),
    { numRuns: 3000 },
  );
});
