import { describe, expect, it } from 'vitest';
import { someLamp, someService } from '../../testing/facts.ts';
import { isRunning, lampWord, portWords, stillServes, strangersOf, troubles } from './service-words.ts';

const nameOf = (id: string) => id.toUpperCase();

describe('lampWord', () => {
  it('gives figures and names where there are some', () => {
    expect(lampWord('http', someService('knowledge', { latency: 12.4 }), nameOf)).toBe('Answers in 12 ms');
    expect(lampWord('http', someService('knowledge', { latency: 0.2 }), nameOf)).toBe('Answers in 1 ms');
    expect(lampWord('http', someService('knowledge', { latency: null }), nameOf)).toBe('Answers');
    expect(lampWord('mounts', someService('knowledge'), nameOf)).toBe('PAULA');
    const stranger = someService('memory', { servesUser: 'charlie' }, { mounts: someLamp('failed', '') });
    expect(lampWord('mounts', stranger, nameOf)).toBe('Still CHARLIE');
  });

  it('has a word for every lamp in every state', () => {
    const words = (['container', 'http', 'model', 'mounts'] as const).flatMap((name) =>
      (['ok', 'starting', 'warn', 'failed', 'unknown'] as const).map((state) =>
        lampWord(
          name,
          someService('memory', { servesUser: null, latency: null }, { [name]: someLamp(state, '') }),
          nameOf,
        ),
      ),
    );
    expect(words.every((word) => /^[A-Z]/.test(word))).toBe(true);
  });
});

describe('what is to be looked at', () => {
  it('is every lamp that warns or has failed', () => {
    const service = someService(
      'memory',
      { servesUser: null },
      { model: someLamp('warn', ''), mounts: someLamp('failed', '') },
    );
    expect(troubles(service).map(({ name }) => name)).toEqual(['model', 'mounts']);
  });

  it('leaves out what only follows from a container that does not run', () => {
    const lamps = { container: someLamp('failed', ''), http: someLamp('failed', ''), model: someLamp('warn', '') };
    expect(troubles(someService('memory', {}, lamps)).map(({ name }) => name)).toEqual(['container']);
  });

  it('leaves out folders of somebody else, said once for both services', () => {
    const service = someService('memory', { servesUser: 'charlie' }, { mounts: someLamp('failed', '') });
    expect(troubles(service)).toEqual([]);
  });
});

describe('strangers', () => {
  it('are services that serve somebody else and are left alone', () => {
    const [knowledge, memory] = [someService('knowledge', { servesUser: 'charlie' }), someService('memory')];
    expect(strangersOf([knowledge, memory], 'paula')).toEqual([knowledge]);
    expect(strangersOf([{ ...knowledge, busy: 'recreating' }], 'paula')).toEqual([]);
    expect(strangersOf([{ ...knowledge, servesUser: null }], 'paula')).toEqual([]);
    expect(stillServes([knowledge], nameOf)).toBe('Knowledge still serves CHARLIE');
    expect(stillServes([knowledge, { ...memory, servesUser: 'charlie' }], nameOf)).toBe(
      'Knowledge and Memory still serve CHARLIE',
    );
  });
});

it('a service runs while its container does, well or not', () => {
  const run = (state: 'ok' | 'warn' | 'failed' | 'unknown') =>
    isRunning(someService('memory', {}, { container: someLamp(state, '') }));
  expect([run('ok'), run('warn'), run('failed'), run('unknown')]).toEqual([true, true, false, false]);
});

it('ports are named once each', () => {
  const port = { address: '0.0.0.0', host: 9621, container: 9621 };
  expect(portWords(someService('knowledge', { ports: [port, { ...port, address: '::' }] }))).toBe('port 9621');
  expect(portWords(someService('knowledge', { ports: [port, { ...port, host: 9631 }] }))).toBe('ports 9621, 9631');
  expect(portWords(someService('knowledge', { ports: [] }))).toBeNull();
});
