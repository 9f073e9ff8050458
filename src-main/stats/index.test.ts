import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import { createStats, type StatsFeature } from './index.ts';

const caller: Caller = { kind: 'window', windowId: 7 };
let feature: StatsFeature | null = null;
afterEach(() => feature?.end());

const answer = (second: number) => ({
  read: new Date(Date.UTC(2026, 10, 25, 17, 0, second)).toISOString(),
  cpu_stats: { cpu_usage: { total_usage: second * 1e9 }, system_cpu_usage: second * 2e9, online_cpus: 2 },
});

function setUp(running = true) {
  const open = new Set<PassThrough>();
  const listeners = new Set<() => void>();
  const state = { running };
  const stats = createStats({
    container: async (name) => (name === 'memory' ? null : { id: 'k1', running: state.running }),
    async stats() {
      const stream = new PassThrough();
      open.add(stream);
      stream.on('close', () => open.delete(stream));
      return stream;
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  feature = stats;
  const opened = async (once = false) => (await stats.open({ once }, caller)).stream;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  /** Sends text in pieces that end in the midst of an answer. */
  const send = (text: string) => {
    for (const stream of open) for (let at = 0; at < text.length; at += 50) stream.write(text.slice(at, at + 50));
  };
  return { stats, open, opened, send, state, tell };
}

async function until<T>(next: () => Promise<T | null>, isMeant: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await next();
    if (value === null) throw new Error('it is over');
    if (isMeant(value)) return value;
  }
}

describe('stats', () => {
  it('follow a service that runs, and say of the other that there is none', async () => {
    const { stats, open, opened, send } = setUp();
    const stream = await opened();
    const next = async () => stats.next({ stream }, caller);
    await until(next, ({ services }) => services.knowledge.state === 'following');
    expect(open.size).toBe(1);
    send([answer(1), answer(2)].map((one) => `${JSON.stringify(one)}\n`).join(''));
    const cpus: (number | null)[] = [];
    while (cpus.length < 2) {
      const { services } = await until(next, () => true);
      cpus.push(...services.knowledge.samples.map(({ cpu }) => cpu));
      expect(services.memory).toMatchObject({ samples: [] });
    }
    expect(cpus).toEqual([null, 100]);
  });

  it('begin when the service does', async () => {
    const { stats, open, opened, state, tell } = setUp(false);
    const stream = await opened();
    const next = async () => stats.next({ stream }, caller);
    await until(next, ({ services }) => services.knowledge.state === 'not-running');
    expect(open.size).toBe(0);
    state.running = true;
    tell();
    await until(next, ({ services }) => services.knowledge.state === 'following');
    expect(open.size).toBe(1);
  });

  it('of a single look are over with one whole sample of each that runs', async () => {
    const { stats, open, opened, send } = setUp();
    const stream = await opened(true);
    const first = stats.next({ stream }, caller);
    await expect.poll(() => open.size).toBe(1);
    send(`${JSON.stringify(answer(1))}\n${JSON.stringify(answer(2))}\n`);
    expect((await first)?.services.knowledge.samples).toMatchObject([{ cpu: 100 }]);
    expect(await stats.next({ stream }, caller)).toBeNull();
    await expect.poll(() => open.size).toBe(0);
  });

  it('leave nothing open at the engine once nobody looks', async () => {
    const { stats, open, opened } = setUp();
    for (const end of [(stream: number) => stats.close({ stream }, caller), () => stats.leave(7), () => stats.end()]) {
      const stream = await opened();
      await until(
        async () => stats.next({ stream }, caller),
        ({ services }) => services.knowledge.state === 'following',
      );
      expect(open.size).toBe(1);
      await end(stream);
      await expect.poll(() => open.size).toBe(0);
    }
  });
});
