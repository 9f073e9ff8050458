import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import { type LogBatch, logOpening } from '../../src-shared/logs.ts';
import { systemClock } from '../lib/system.ts';
import { createLogs, type LogsFeature } from './index.ts';
import { createFakeSources } from './testing/fake-sources.ts';
import { stamp } from './testing/frames.ts';

const caller: Caller = { kind: 'window', windowId: 7 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let feature: LogsFeature | null = null;
afterEach(() => feature?.end());

function setUp(chosenFile: string | null = null) {
  const fake = createFakeSources();
  const desktop = { chooseNewFile: async () => chosenFile };
  const made = createLogs({ sources: fake.sources, clock: systemClock, log, desktop });
  feature = made;
  const open = async (asked: object = {}, who = caller) =>
    (await made.open(logOpening.parse({ services: ['knowledge', 'memory'], ...asked }), who)).stream;
  /** Texts until so many lines came, and the last batch. */
  async function take(stream: number, count: number) {
    const texts: string[] = [];
    let last: LogBatch | null = null;
    while (texts.length < count) {
      const batch = await made.next({ stream }, caller);
      if (batch === null) break;
      last = batch;
      if (batch.times.length > 0) texts.push(...batch.text.split('\n'));
    }
    return { texts, last };
  }
  return { fake, logs: made, open, take };
}

const knowledge = { id: 'k1', running: true };
const memory = { id: 'm1', running: true };

describe('logs', () => {
  it('put both services on one time line, also where one of them answers late', async () => {
    const { fake, open, take } = setUp();
    fake.set('knowledge', knowledge);
    fake.set('memory', memory);
    for (let at = 0; at < 300; at += 1) fake.write(at % 3 === 0 ? 'm1' : 'k1', stamp(at), `line ${at}`);
    const { texts } = await take(await open(), 300);
    expect(texts).toEqual(Array.from({ length: 300 }, (_, at) => `line ${at}`));
  });

  it('begin with the last lines of each, as many as were asked for', async () => {
    const { fake, open, take } = setUp();
    fake.set('knowledge', knowledge);
    for (let at = 0; at < 50; at += 1) fake.write('k1', stamp(at), `line ${at}`);
    expect((await take(await open({ tail: 3 }), 3)).texts).toEqual(['line 47', 'line 48', 'line 49']);
  });

  it('go on after a break in the midst of a line, without loss or doubles, also within one nanosecond', async () => {
    const { fake, open, take } = setUp();
    fake.set('knowledge', knowledge);
    const stream = await open({ services: ['knowledge'] });
    for (const text of ['a', 'same', 'same']) fake.write('k1', stamp(5), text);
    expect((await take(stream, 3)).texts).toEqual(['a', 'same', 'same']);
    fake.breakOff('k1');
    fake.write('k1', stamp(5), 'same');
    fake.write('k1', stamp(6), 'after');
    expect((await take(stream, 2)).texts).toEqual(['same', 'after']);
    expect(fake.asked.length).toBe(2);
  });

  it('go on after a restart of the container, and with the whole log of a new one under its name', async () => {
    const { fake, open, take } = setUp();
    fake.set('knowledge', knowledge);
    const stream = await open({ services: ['knowledge'], tail: 1 });
    fake.write('k1', stamp(1), 'before');
    expect((await take(stream, 1)).texts).toEqual(['before']);
    fake.set('knowledge', { ...knowledge, running: false });
    fake.write('k1', stamp(2), 'last words');
    fake.endLog('k1');
    expect((await take(stream, 1)).texts).toEqual(['last words']);
    fake.set('knowledge', knowledge);
    fake.write('k1', stamp(3), 'again');
    expect((await take(stream, 1)).texts).toEqual(['again']);
    for (const at of [4, 5]) fake.write('k2', stamp(at), `new ${at}`);
    fake.endLog('k1');
    fake.set('knowledge', { id: 'k2', running: true });
    expect((await take(stream, 2)).texts).toEqual(['new 4', 'new 5']);
  });

  it('can be gone on with by another stream, from the marks of the last batch', async () => {
    const { fake, logs, open, take } = setUp();
    fake.set('knowledge', knowledge);
    fake.write('k1', stamp(1), 'one');
    const first = await open({ services: ['knowledge'] });
    const { last } = await take(first, 1);
    logs.close({ stream: first }, caller);
    fake.write('k1', stamp(1), 'two');
    const second = await open({ services: ['knowledge'], marks: last?.marks });
    expect((await take(second, 1)).texts).toEqual(['two']);
  });

  it('say why there is nothing: no container, no engine', async () => {
    const { fake, logs, open } = setUp();
    const stream = await open({ services: ['memory'] });
    expect((await logs.next({ stream }, caller))?.sources).toMatchObject({ memory: { state: 'no-container' } });
    fake.sources.container = async () => {
      throw new Error('refuses connections');
    };
    expect((await logs.next({ stream }, caller))?.sources.memory).toEqual({
      state: 'unreachable',
      why: 'refuses connections',
    });
  });

  it('end by themselves where nobody wants to follow', async () => {
    const { fake, open, take } = setUp();
    fake.set('knowledge', knowledge);
    fake.write('k1', stamp(1), 'one');
    expect((await take(await open({ follow: false }), Number.POSITIVE_INFINITY)).texts).toEqual(['one']);
  });

  it('mask secrets, and take control codes out', async () => {
    const { fake, open, take } = setUp();
    fake.secrets = ['s3cret-value'];
    fake.set('knowledge', knowledge);
    fake.write('k1', stamp(1), '\u001b[32mINFO\u001b[0m: key s3cret-value of http://me:pass@host');
    expect((await take(await open(), 1)).texts).toEqual(['INFO: key ******** of http://********@host']);
  });

  it('read no faster than somebody takes, and lose nothing of a million bytes that wait', async () => {
    const { fake, open, take } = setUp();
    fake.set('knowledge', knowledge);
    const text = 'x'.repeat(1000);
    const stream = await open({ services: ['knowledge'], tail: null });
    expect((await take(stream, 0)).texts).toEqual([]);
    for (let at = 0; at < 12_000; at += 1) fake.write('k1', stamp(at), `${at} ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // What is neither in the queue (4 MB) nor in the buffers between stays with the engine.
    expect([...fake.open][0]?.writableLength).toBeGreaterThan(1_000_000);
    const { texts } = await take(stream, 12_000);
    expect(texts.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 12_000 }, (_, at) => at));
  });
});

describe('a stream of logs', () => {
  it('leaves nothing open at the engine once it is closed, its window is gone, or somebody else is current', async () => {
    const { fake, logs, open, take } = setUp();
    fake.set('knowledge', knowledge);
    fake.write('k1', stamp(1), 'one');
    const ends = [
      (stream: number) => logs.close({ stream }, caller),
      () => logs.leave(7),
      () => logs.endStreams(),
      () => logs.end(),
    ];
    for (const end of ends) {
      const stream = await open({ services: ['knowledge'] });
      await take(stream, 1);
      expect(fake.open.size).toBe(1);
      const waiting = logs.next({ stream }, caller);
      await end(stream);
      expect(await waiting).toBeNull();
      await expect.poll(() => fake.open.size).toBe(0);
    }
  });

  it('is nobody else’s: another window reads nothing of it and cannot close it', async () => {
    const { fake, logs, open, take } = setUp();
    fake.set('knowledge', knowledge);
    fake.write('k1', stamp(1), 'one');
    const stream = await open({ services: ['knowledge'] });
    const other: Caller = { kind: 'window', windowId: 8 };
    expect(await logs.next({ stream }, other)).toBeNull();
    logs.close({ stream }, other);
    logs.leave(8);
    expect((await take(stream, 1)).texts).toEqual(['one']);
  });

  it('is read as nothing before it is opened', () => {
    expect(setUp().fake.asked).toEqual([]);
  });
});

describe('an export', () => {
  it('is there when it is whole, for its owner alone, and leaves nothing where it is given up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'persag-export-'));
    try {
      const path = join(folder, 'persag.log');
      const { logs } = setUp(path);
      await expect(logs.writeExport({ text: 'x' }, caller)).rejects.toMatchObject({ code: 'logs/no-export' });
      await logs.beginExport(undefined, caller);
      await logs.writeExport({ text: 'one\n' }, caller);
      expect(await readdir(folder)).not.toContain('persag.log');
      await logs.writeExport({ text: 'two\n' }, caller);
      await logs.endExport({ keep: true }, caller);
      expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      await logs.beginExport(undefined, caller);
      await logs.writeExport({ text: 'three' }, caller);
      await logs.endExport({ keep: false }, caller);
      await logs.beginExport(undefined, caller);
      logs.leave(7);
      await expect.poll(() => readdir(folder)).toEqual(['persag.log']);
      expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says why it cannot be written', async () => {
    const { logs } = setUp('/nowhere/at/all.log');
    await expect(logs.beginExport(undefined, caller)).rejects.toMatchObject({ code: 'logs/export-unwritable' });
  });
});
