import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes } from '../../src-shared/providers.ts';
import { allProviders } from './all-providers.ts';
import { explain } from './explain.ts';
import { AnswerFault, AskFault, type Trouble, toAskFault } from './faults.ts';
import { createRedaction } from './redaction.ts';
import { readSaid, readSaidText, retryAfterOf } from './said.ts';

const secret = 'sk-canary-0123456789';
const asked = { asked: 'chat', model: 'm', host: 'host:1', clean: createRedaction([secret]).clean } as const;

it('whatever a provider says has an outcome, words of a bounded length, and no secret', () => {
  const body = fc.oneof(
    fc.anything(),
    fc.json().map((text) => JSON.parse(text) as unknown),
    fc.constant({ error: { message: `no ${secret}` } }),
  );
  const status = fc.option(fc.integer({ min: 100, max: 599 }));
  const provider = fc.constantFrom(...Object.values(allProviders));
  const kind = fc.constantFrom('list' as const, 'chat' as const);
  fc.assert(
    fc.property(provider, status, body, kind, fc.string(), (one, number, value, purpose, noise) => {
      const causes: readonly unknown[] = [
        new AnswerFault(number, readSaid(value), null),
        new AnswerFault(number, readSaidText(noise + secret), null),
        Object.assign(new Error(`${noise}${secret}`), { statusCode: number ?? 0, responseBody: noise + secret, value }),
        value,
      ];
      for (const cause of causes) {
        const told = explain(one, cause, { ...asked, asked: purpose });
        expect(outcomes).toContain(told.outcome);
        expect(JSON.stringify(told)).not.toContain(secret);
        expect(told.message.length).toBeLessThan(700);
        expect(told.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(told.hint.length).toBeGreaterThan(5);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('what Node says of a connection', () => {
  const coded = (code: string) => Object.assign(new Error(`${code} ${secret}`), { code });
  it.each<[Error, Trouble]>([
    [coded('ECONNREFUSED'), 'refused'],
    [new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), 'refused'],
    [new TypeError('fetch failed', { cause: coded('EHOSTUNREACH') }), 'refused'],
    [coded('ENOTFOUND'), 'dns'],
    [coded('EAI_AGAIN'), 'dns'],
    [coded('CERT_HAS_EXPIRED'), 'tls'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    [coded('EPROTO'), 'tls'],
    [coded('ETIMEDOUT'), 'timeout'],
    [new DOMException('late', 'TimeoutError'), 'timeout'],
    [new DOMException('stopped', 'AbortError'), 'cancelled'],
    [coded('ECONNRESET'), 'cut'],
    [coded('HPE_INVALID_CONSTANT'), 'shape'],
    [coded('Z_DATA_ERROR'), 'shape'],
    [new Error(secret), 'shape'],
  ])('%s is %s', (cause, trouble) => {
    const fault = toAskFault(cause);
    expect(fault.trouble).toBe(trouble);
    expect(fault.message).not.toContain(secret);
  });
});

it('finds what happened however deep a library has put it', () => {
  const inner = new AskFault('redirect', 'it sends on');
  const outer = Object.assign(new Error('retried'), { lastError: new Error('failed', { cause: inner }) });
  expect(explain(allProviders.openai, outer, asked).outcome).toBe('redirect_blocked');
});

it.each([
  [{ 'retry-after': '20' }, 20_000],
  [{ 'retry-after': '1.5' }, 1500],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('%j is to wait %s ms', (headers, ms) => {
  expect(retryAfterOf(new Headers(headers as Record<string, string>), new Date('2026-01-01T00:00:00Z'))).toBe(ms);
});
