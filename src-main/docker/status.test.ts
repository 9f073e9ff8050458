import { expect, test } from 'vitest';
import type { LampName, LampState, Service } from '../../src-shared/docker.ts';
import { statusOf } from './status.ts';
import { sampleService } from './testing/samples.ts';

function service(change: Partial<Record<LampName, LampState>>): Service {
  const lamp = (name: LampName) => ({ state: change[name] ?? ('ok' as const), why: name, since: '', advice: null });
  return sampleService({
    lamps: { container: lamp('container'), http: lamp('http'), model: lamp('model'), mounts: lamp('mounts') },
  });
}

test.each<[Partial<Record<LampName, LampState>>, LampState, LampName]>([
  [{}, 'ok', 'http'],
  [{ http: 'failed' }, 'failed', 'http'],
  [{ container: 'failed', http: 'unknown', mounts: 'unknown' }, 'failed', 'container'],
  [{ mounts: 'failed', model: 'failed' }, 'failed', 'mounts'],
  [{ model: 'failed' }, 'warn', 'model'],
  [{ model: 'unknown' }, 'warn', 'model'],
  [{ http: 'starting' }, 'starting', 'http'],
  // Models nobody has asked for yet.
  [{ model: 'starting' }, 'ok', 'http'],
])('%j is %s because of %s', (lamps, state, why) => {
  expect(statusOf([service(lamps)])).toEqual({ knowledge: { state, why } });
});
