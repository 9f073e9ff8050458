import { expect, test } from 'vitest';
import { emptyMemory, hasJustEnded, mayBeStarting, noteFacts, noteProbe, presentProbe } from './service-memory.ts';
import { sampleFacts, sampleFiles } from './testing/samples.ts';

const start = '2026-11-22T06:00:00Z';
const running = sampleFacts({ startedAt: start });
const ended = sampleFacts({ startedAt: start, running: false, status: 'exited' });
const good = { ok: true, ms: 1, version: null, isLightRag: true } as const;
const bad = { ok: false, problem: 'refused' } as const;
const after = (seconds: number) => new Date(Date.parse(start) + seconds * 1000);

test('a container that ends may come back for a moment', () => {
  const memory = emptyMemory(sampleFiles());
  noteFacts(memory, running, [], 1000);
  noteFacts(memory, ended, [], 2000);
  expect(hasJustEnded(memory, 2100)).toBe(true);
  noteFacts(memory, ended, [], 3000);
  expect(hasJustEnded(memory, 3900)).toBe(true);
  expect(hasJustEnded(memory, 4001)).toBe(false);
});

test('one that the app stops, one that is gone, and one never seen running have not just ended', () => {
  const stopped = emptyMemory(sampleFiles());
  noteFacts(stopped, running, [], 0);
  stopped.busy = 'stopping';
  noteFacts(stopped, ended, [], 10);
  expect(hasJustEnded(stopped, 20)).toBe(false);
  const gone = emptyMemory(sampleFiles());
  noteFacts(gone, running, [], 0);
  noteFacts(gone, null, [], 10);
  expect(hasJustEnded(gone, 20)).toBe(false);
  const fresh = emptyMemory(sampleFiles());
  noteFacts(fresh, ended, [], 0);
  expect(hasJustEnded(fresh, 1)).toBe(false);
});

test('an answer of an earlier start counts no more', () => {
  const memory = emptyMemory(sampleFiles());
  noteFacts(memory, running, [], 0);
  noteProbe(memory, start, good);
  expect(presentProbe(memory)).toEqual(good);
  noteFacts(memory, sampleFacts({ startedAt: '2026-11-22T07:00:00Z' }), [], 0);
  expect(presentProbe(memory)).toBeNull();
  noteProbe(memory, start, good);
  expect(presentProbe(memory)).toBeNull();
});

test('a service may be starting until its first answer, and within its limit', () => {
  const memory = emptyMemory(sampleFiles());
  noteFacts(memory, running, [], 0);
  noteProbe(memory, start, bad);
  expect(mayBeStarting(memory, after(5), 10_000)).toBe(true);
  expect(mayBeStarting(memory, after(11), 10_000)).toBe(false);
  noteProbe(memory, start, good);
  noteProbe(memory, start, bad);
  expect(mayBeStarting(memory, after(6), 10_000)).toBe(false);
  noteFacts(memory, ended, [], 0);
  expect(mayBeStarting(memory, after(6), 10_000)).toBe(false);
});
