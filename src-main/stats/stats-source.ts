import { addAbortSignal, type Readable } from 'node:stream';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { StatsBatch, StatsSample, StatsSourceState } from '../../src-shared/stats.ts';
import { nextChange } from '../lib/next-change.ts';
import type { BatchSource } from '../lib/streams.ts';
import type { StatsPorts } from './ports.ts';
import { createStatsReader } from './read-stats.ts';

/** Asked again after this, also where no event tells of a container that was started. */
const lookAgainMs = 2000;
/** A sample a second: whoever does not ask for so long has no use for older ones. */
const mostWaiting = 300;

/** What is known of one service between two batches. */
interface Waiting {
  state: StatsSourceState;
  samples: StatsSample[];
  /** Nothing more is expected of a single look. */
  isDone: boolean;
}

/** The figures of both services as batches. */
export function createStatsSource(ports: StatsPorts, once: boolean): BatchSource<StatsBatch> {
  const off = new AbortController();
  let news: () => void = () => undefined;
  const waiting = new Map<ServiceName, Waiting>(
    serviceNames.map((name) => [name, { state: 'opening', samples: [], isDone: false }]),
  );
  let told = '';
  for (const [name, mine] of waiting) void followStats({ name, mine, ports, once, tell: () => news() }, off.signal);

  function batch(): StatsBatch | null {
    const all = [...waiting.values()];
    if (once && !all.every(({ isDone }) => isDone)) return null;
    const states = all.map(({ state }) => state).join();
    if (states === told && all.every(({ samples }) => samples.length === 0)) return null;
    told = states;
    const entries = [...waiting].map(([name, mine]) => {
      const { state, samples } = mine;
      mine.samples = [];
      return [name, { state, samples }];
    });
    return { services: Object.fromEntries(entries) };
  }

  return {
    async next() {
      if (once && told !== '') return null;
      while (!off.signal.aborted) {
        const now = batch();
        if (now !== null) return now;
        await new Promise<void>((resolve) => {
          news = resolve;
          off.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return null;
    },
    end: () => off.abort(),
  };
}

interface Follow {
  readonly name: ServiceName;
  readonly mine: Waiting;
  readonly ports: StatsPorts;
  readonly once: boolean;
  tell(): void;
}

async function followStats(follow: Follow, signal: AbortSignal): Promise<void> {
  const { name, mine, ports, once, tell } = follow;
  const set = (state: StatsSourceState) => {
    mine.state = state;
    tell();
  };
  while (!signal.aborted && !mine.isDone) {
    const change = nextChange(ports.onChanged, signal);
    try {
      const container = await ports.container(name);
      if (container === null) set('no-container');
      else if (!container.running) set('not-running');
      else {
        const stream = await ports.stats(container.id, signal);
        set('following');
        await readSamples(addAbortSignal(signal, stream), follow);
      }
    } catch {
      if (!signal.aborted) set('unreachable');
    }
    mine.isDone = once;
    tell();
    await change.wait(mine.isDone || signal.aborted ? 0 : lookAgainMs);
  }
}

/** Reads figures until their stream ends; of a single look, until there is one whole sample. */
async function readSamples(stream: Readable, { mine, once, tell }: Follow): Promise<void> {
  const read = createStatsReader();
  let rest = '';
  try {
    stream.setEncoding('utf8');
    for await (const text of stream) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.trim() === '') continue;
        const sample = read(JSON.parse(line));
        if (sample === null) return;
        if (once && sample.cpu === null) continue;
        mine.samples = [...mine.samples.slice(1 - mostWaiting), sample];
        tell();
        if (once) return;
      }
    }
  } finally {
    stream.destroy();
  }
}
