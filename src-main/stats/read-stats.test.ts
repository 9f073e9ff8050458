import { describe, expect, it } from 'vitest';
import { createStatsReader } from './read-stats.ts';

/** An answer of an engine on cgroup 2, so many seconds after a fixed moment. */
function answer(second: number, changes: object = {}) {
  return {
    read: new Date(Date.UTC(2026, 10, 25, 17, 0, second)).toISOString(),
    cpu_stats: {
      cpu_usage: { total_usage: second * 500_000_000 },
      system_cpu_usage: second * 4_000_000_000,
      online_cpus: 4,
    },
    memory_stats: { usage: 500, limit: 1000, stats: { inactive_file: 100, file: 300 } },
    networks: { eth0: { rx_bytes: second * 1000, tx_bytes: second * 10 }, eth1: { rx_bytes: second, tx_bytes: 0 } },
    blkio_stats: {
      io_service_bytes_recursive: [
        { op: 'read', value: second * 4096 },
        { op: 'write', value: second * 8192 },
      ],
    },
    ...changes,
  };
}

describe('the figures of a container', () => {
  it('are rates from one answer to the next', () => {
    const read = createStatsReader();
    expect(read(answer(1))).toMatchObject({ cpu: null, received: null, read: null, memory: 400, memoryLimit: 1000 });
    // Half a processor of four for two seconds.
    expect(read(answer(3))).toEqual({
      at: '2026-11-25T17:00:03.000Z',
      ...{ cpu: 50, processors: 4, memory: 400, memoryLimit: 1000 },
      ...{ received: 1001, sent: 10, read: 4096, written: 8192 },
    });
  });

  it('leave out the cache that can be given back, on cgroup 1 and 2, and never go below nothing', () => {
    const memory = (stats: object, usage = 500) =>
      createStatsReader()(answer(1, { memory_stats: { usage, limit: 1000, stats } }))?.memory;
    expect(memory({ total_inactive_file: 200, inactive_file: 100 })).toBe(300);
    expect(memory({ inactive_file: 100 })).toBe(400);
    expect(memory({ inactive_file: 700 })).toBe(500);
    expect(memory({})).toBe(500);
  });

  it('begin anew where the container was started anew', () => {
    const read = createStatsReader();
    read(answer(9));
    const fresh = { cpu_usage: { total_usage: 1 }, system_cpu_usage: 40_000_000_000, online_cpus: 4 };
    expect(read(answer(10, { cpu_stats: fresh }))).toMatchObject({ cpu: null, received: null });
  });

  it('are counted by the clock where the engine does not count the machine’s time, as Podman', () => {
    const read = createStatsReader();
    const cpu = (total: number) => ({ cpu_stats: { cpu_usage: { total_usage: total } } });
    read(answer(1, cpu(0)));
    expect(read(answer(2, cpu(250_000_000)))?.cpu).toBeCloseTo(25);
  });

  it('are none of a container that does not run, and of an answer that says nothing', () => {
    const read = createStatsReader();
    expect(read(answer(1, { read: '0001-01-01T00:00:00Z' }))).toBeNull();
    expect(read({})).toBeNull();
  });

  it('say what they know where an engine counts no network and no disk', () => {
    const read = createStatsReader();
    const less = { networks: null, blkio_stats: { io_service_bytes_recursive: null } };
    read(answer(1, less));
    expect(read(answer(2, less))).toMatchObject({ cpu: 50, received: null, sent: null, read: null, written: null });
  });
});
