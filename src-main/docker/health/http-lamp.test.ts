import { expect, test } from 'vitest';
import { type HttpSituation, httpLamp } from './http-lamp.ts';

const good = { ok: true, ms: 12, version: '1.5.7', isLightRag: true } as const;
const bad = { ok: false, problem: 'the connection is refused' } as const;
const lamp = (change: Partial<HttpSituation> = {}) =>
  httpLamp({
    ...{ engineProblem: null, isRunning: true, isBusy: false, url: 'http://127.0.0.1:9621' },
    ...{ probe: good, mayBeStarting: false, ...change },
  });

test.each<[string, Partial<HttpSituation>]>([
  ['ok', {}],
  ['warn', { probe: { ...good, isLightRag: false } }],
  ['failed', { probe: bad }],
  ['starting', { probe: bad, mayBeStarting: true }],
  ['starting', { probe: null }],
  ['starting', { isBusy: true, probe: bad }],
  ['unknown', { isRunning: false }],
  ['unknown', { url: null }],
  ['unknown', { engineProblem: 'gone' }],
])('%s: %j', (state, situation) => {
  expect(lamp(situation).state).toBe(state);
});

test('address, version and problem are named; the latency is not, as it would change all the time', () => {
  expect(lamp().why).toMatch(/127\.0\.0\.1:9621.*1\.5\.7/);
  expect(lamp().why).not.toContain('12 ms');
  expect(lamp({ probe: bad }).why).toContain('the connection is refused');
});
