import * as z from 'zod';
import type { StatsSample } from '../../src-shared/stats.ts';

// Engines of many versions and Podman answer: every field may be absent or null.
const count = z.number().catch(0);
const counts = z.record(z.string(), z.unknown()).catch({});
const cpuShape = z
  .object({
    cpu_usage: z
      .object({ total_usage: count, percpu_usage: z.array(z.number()).nullish().catch(null) })
      .catch({ total_usage: 0 }),
    system_cpu_usage: count,
    online_cpus: count,
  })
  .catch({ cpu_usage: { total_usage: 0 }, system_cpu_usage: 0, online_cpus: 0 });
const shape = z.object({
  read: z.string().catch(''),
  cpu_stats: cpuShape,
  memory_stats: z.object({ usage: count, limit: count, stats: counts }).catch({ usage: 0, limit: 0, stats: {} }),
  networks: z
    .record(z.string(), z.object({ rx_bytes: count, tx_bytes: count }))
    .nullish()
    .catch(null),
  blkio_stats: z
    .object({
      io_service_bytes_recursive: z
        .array(z.object({ op: z.string().catch(''), value: count }))
        .nullish()
        .catch(null),
    })
    .catch({ io_service_bytes_recursive: null }),
});

/** Sums that only grow, as the engine counts them. */
interface Counters {
  readonly at: number;
  readonly cpu: number;
  readonly system: number;
  readonly received: number | null;
  readonly sent: number | null;
  readonly read: number | null;
  readonly written: number | null;
}

/** Makes a reader of one container's figures: rates are counted from one answer to the next. */
export function createStatsReader(): (answer: unknown) => StatsSample | null {
  let before: Counters | null = null;
  return (answer) => {
    const parsed = shape.parse(answer);
    const at = Date.parse(parsed.read);
    // The year 1 stands for a container that does not run.
    if (Number.isNaN(at) || at <= 0) return null;
    const processors = processorsOf(parsed.cpu_stats);
    const now = countersOf(parsed, at);
    // A container that was started anew counts from zero.
    const last = before !== null && now.at > before.at && now.cpu >= before.cpu ? before : null;
    before = now;
    const rate = (key: 'received' | 'sent' | 'read' | 'written') => rateOf(last, now, key);
    return {
      at: new Date(at).toISOString(),
      cpu: cpuOf(last, now, processors),
      processors,
      memory: memoryOf(parsed.memory_stats),
      memoryLimit: parsed.memory_stats.limit,
      received: rate('received'),
      sent: rate('sent'),
      read: rate('read'),
      written: rate('written'),
    };
  };
}

type Answer = z.output<typeof shape>;

function processorsOf({ online_cpus, cpu_usage }: Answer['cpu_stats']): number {
  if (online_cpus > 0) return online_cpus;
  const each = 'percpu_usage' in cpu_usage ? cpu_usage.percpu_usage : null;
  return Math.max(1, each?.length ?? 1);
}

function countersOf({ cpu_stats, networks, blkio_stats }: Answer, at: number): Counters {
  const nets = networks === null || networks === undefined ? null : Object.values(networks);
  const disk = blkio_stats.io_service_bytes_recursive ?? null;
  const diskSum = (op: string) =>
    disk === null ? null : sum(disk.filter((one) => one.op.toLowerCase() === op).map(({ value }) => value));
  return {
    at,
    cpu: cpu_stats.cpu_usage.total_usage,
    system: cpu_stats.system_cpu_usage,
    received: nets === null ? null : sum(nets.map(({ rx_bytes }) => rx_bytes)),
    sent: nets === null ? null : sum(nets.map(({ tx_bytes }) => tx_bytes)),
    read: diskSum('read'),
    written: diskSum('write'),
  };
}

/** The share of all processors' time times their number; by the clock where the engine does not count the machine's time. */
function cpuOf(last: Counters | null, now: Counters, processors: number): number | null {
  if (last === null) return null;
  const used = now.cpu - last.cpu;
  const whole = now.system - last.system;
  if (whole > 0) return (used / whole) * processors * 100;
  return (used / ((now.at - last.at) * 1_000_000)) * 100;
}

/**
 * As `docker stats` counts: cgroup 2 calls the cache that can be given back `inactive_file`, cgroup 1 `total_inactive_file`.
 */
function memoryOf({ usage, stats }: Answer['memory_stats']): number {
  const cache = stats.total_inactive_file ?? stats.inactive_file;
  return typeof cache === 'number' && cache < usage ? usage - cache : usage;
}

function rateOf(last: Counters | null, now: Counters, key: 'received' | 'sent' | 'read' | 'written'): number | null {
  const from = last?.[key] ?? null;
  const to = now[key];
  if (last === null || from === null || to === null || to < from) return null;
  return ((to - from) * 1000) / (now.at - last.at);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
