import { describe, expect, it } from 'vitest';
import type { LampName, LampState, Service } from '../../src-shared/docker.ts';
import { someLamp, someService } from '../testing/facts.ts';
import { lampWord, portWords, stillServes, strangersOf, troubles, verdictOn } from './service-words.ts';

const nameOf = (id: string) => id.toUpperCase();
const people = { current: 'paula', nameOf };
type Lamps = Parameters<typeof someService>[2];
const word = (name: LampName, changes: Partial<Service>, lamps?: Lamps) =>
  lampWord(name, someService('memory', changes, lamps), people);
const lamp = (state: LampState) => someLamp(state, '');

describe('lampWord', () => {
  it('gives figures where there are some', () => {
    expect(word('http', { latency: 12.4 })).toBe('Answers in 12 ms');
    expect(word('http', { latency: 0.2 })).toBe('Answers in 1 ms');
    expect(word('http', { latency: null })).toBe('Answers');
  });

  it('says whose the folders are', () => {
    expect(word('mounts', {})).toBe('PAULA');
    expect(word('mounts', { servesUser: null })).toBe('PAULA');
    expect(word('mounts', { servesUser: 'charlie' }, { mounts: lamp('failed') })).toBe('Still CHARLIE');
    expect(word('mounts', {}, { mounts: lamp('failed') })).toBe('Wrong folders');
    expect(word('mounts', { servesUser: null }, { mounts: lamp('failed') })).toBe('Wrong folders');
  });

  it('tells a stopped container from a paused and a failing one', () => {
    expect(word('container', { startedAt: null }, { container: lamp('warn') })).toBe('Not running');
    expect(word('container', { startedAt: null }, { container: lamp('failed') })).toBe('Not running');
    expect(word('container', {}, { container: lamp('warn') })).toBe('Paused');
    expect(word('container', {}, { container: lamp('failed') })).toBe('Keeps ending');
    expect(word('container', { busy: 'stopping' }, { container: lamp('starting') })).toBe('Stopping');
  });

  it('has a word for every lamp in every state', () => {
    for (const name of ['container', 'http', 'model', 'mounts'] as const) {
      for (const state of ['ok', 'starting', 'warn', 'failed', 'unknown'] as const) {
        expect(word(name, { servesUser: null, latency: null }, { [name]: lamp(state) })).toMatch(/^[A-Z]/);
      }
    }
  });
});

describe('what is to be looked at', () => {
  const names = (changes: Partial<Service>, lamps: Lamps) =>
    troubles(someService('memory', changes, lamps), 'paula').map(({ name }) => name);

  it('is every lamp that warns or has failed', () => {
    expect(names({}, { model: lamp('warn'), mounts: lamp('failed'), http: lamp('starting') })).toEqual([
      'model',
      'mounts',
    ]);
  });

  it('leaves out folders of somebody else, said once for both services', () => {
    expect(names({ servesUser: 'charlie' }, { model: lamp('failed'), mounts: lamp('failed') })).toEqual(['model']);
  });
});

describe('verdictOn', () => {
  const verdict = (changes: Partial<Service>, lamps?: Lamps) => verdictOn(someService('memory', changes, lamps));

  it('goes by what is done, then by answers, then by the container', () => {
    expect(verdict({ busy: 'stopping' })).toBe('stopping');
    expect(verdict({ busy: 'recreating' })).toBe('starting');
    expect(verdict({}, { http: lamp('warn') })).toBe('answers');
    expect(verdict({ startedAt: null }, { container: lamp('warn'), http: lamp('unknown') })).toBe('stopped');
    expect(verdict({}, { http: lamp('starting') })).toBe('starting');
    expect(verdict({}, { http: lamp('failed') })).toBe('silent');
    expect(verdict({ startedAt: null }, { container: lamp('unknown'), http: lamp('unknown') })).toBe('unknown');
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

it('ports are named once each', () => {
  const port = { address: '0.0.0.0', host: 9621, container: 9621 };
  expect(portWords(someService('knowledge', { ports: [port, { ...port, address: '::' }] }))).toBe('port 9621');
  expect(portWords(someService('knowledge', { ports: [port, { ...port, host: 9631 }] }))).toBe('ports 9621, 9631');
  expect(portWords(someService('knowledge', { ports: [] }))).toBeNull();
});
