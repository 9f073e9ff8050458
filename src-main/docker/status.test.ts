import { describe, expect, it } from 'vitest';
import type { LampName, LampState, Service } from '../../src-shared/docker.ts';
import { statusOf } from './status.ts';

function service(states: Partial<Record<LampName, LampState>>): Service {
  const lamp = (name: LampName) => ({ state: states[name] ?? 'ok', why: `why of ${name}`, since: '', advice: null });
  return {
    name: 'memory',
    title: 'Memory',
    container: 'lightrag_memory',
    image: 'image',
    ports: [],
    lamps: { container: lamp('container'), http: lamp('http'), model: lamp('model'), mounts: lamp('mounts') },
    version: null,
    latency: null,
    startedAt: null,
    servesUser: null,
    dockerHealth: null,
    findings: [],
    webUrl: null,
    busy: null,
    error: null,
  };
}

const memory = (states: Partial<Record<LampName, LampState>>) => statusOf([service(states)]).memory;

describe('the status of a service in a report', () => {
  it('is its worst lamp, the one that explains the others first', () => {
    expect(memory({})).toEqual({ state: 'ok', why: 'why of http' });
    expect(memory({ http: 'starting', mounts: 'failed' })).toEqual({ state: 'failed', why: 'why of mounts' });
    expect(memory({ container: 'warn', http: 'unknown', mounts: 'unknown' })).toMatchObject({ state: 'unknown' });
    expect(memory({ container: 'failed', http: 'failed' })).toEqual({ state: 'failed', why: 'why of container' });
  });

  it('takes a model that is not there for a warning', () => {
    expect(memory({ model: 'failed' })).toEqual({ state: 'warn', why: 'why of model' });
    expect(memory({ model: 'unknown' })).toEqual({ state: 'warn', why: 'why of model' });
  });

  it('takes models that were not asked for yet for nothing', () => {
    expect(memory({ model: 'starting' })).toEqual({ state: 'ok', why: 'why of http' });
  });
});
