import type { StatsSample, StatsSourceState } from '../../../src-shared/stats.ts';
import { formatBytes } from '../../lib/format.ts';

/** A line of a chart: its name, and a value for each moment, null where there is none. */
export interface ChartLine {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** The last value in words. */
  readonly now: string;
}

/** What a chart draws. */
export interface ChartFacts {
  readonly title: string;
  /** Milliseconds since 1970 of each value. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** The value at the top; more where a value is higher. */
  readonly top: number;
  readonly format: (value: number) => string;
}

/** Why there is nothing new to draw; null where there is. */
export function stateWords(state: StatsSourceState, title: string, samples: number): string | null {
  switch (state) {
    case 'opening':
      return 'Reading the figures';
    case 'not-running':
      return `${title} is not running.`;
    case 'no-container':
      return `${title} has no container yet.`;
    case 'unreachable':
      return 'Docker is not reachable.';
    case 'following':
      return samples === 0 ? 'Reading the figures' : null;
  }
}

/** The four charts of a service. @param last the newest sample */
export function chartsOf(samples: readonly StatsSample[], last: StatsSample): readonly ChartFacts[] {
  const times = samples.map(({ at }) => Date.parse(at));
  const line = (name: string, of: (sample: StatsSample) => number | null, format: (value: number) => string) => {
    const now = of(last);
    return { name, values: samples.map(of), now: now === null ? 'not known' : format(now) };
  };
  const memory = (value: number) => `${formatBytes(value)} of ${formatBytes(last.memoryLimit)}`;
  const rates = { top: 10_000, format: rate, times };
  return [
    {
      ...{ title: 'Processor', times, top: 100, format: percent },
      lines: [
        line(
          'Processor',
          ({ cpu }) => cpu,
          (value) => `${percent(value)} of ${last.processors * 100} %`,
        ),
      ],
    },
    {
      ...{ title: 'Memory', times, top: last.memory * 1.25, format: formatBytes },
      lines: [line('Memory', (sample) => sample.memory, memory)],
    },
    {
      ...{ title: 'Network', ...rates },
      lines: [line('in', ({ received }) => received, rate), line('out', ({ sent }) => sent, rate)],
    },
    {
      ...{ title: 'Disk', ...rates },
      lines: [line('read', ({ read }) => read, rate), line('written', ({ written }) => written, rate)],
    },
  ];
}

function percent(value: number): string {
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} %`;
}

function rate(value: number): string {
  return `${formatBytes(value)}/s`;
}
