import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import { createLevelReader } from '../../src-shared/log-level.ts';
import { kindOf, type LogBatch, type LogMarks, type LogOpening } from '../../src-shared/logs.ts';
import { maskValues } from '../formats/mask-values.ts';
import { plainLine } from '../formats/plain-line.ts';
import type { BatchSource } from '../lib/streams.ts';
import { followLog } from './follow-log.ts';
import { canonicalTime, createMilliseconds } from './log-time.ts';
import { type MergedLine, mergeLines } from './merge-lines.ts';
import type { LogsPorts } from './ports.ts';

/** Not more often than this; what came meanwhile goes together. */
const rhythmMs = 100;
const limit = { lines: 5000, text: 1024 * 1024 };
/** The files and the containers are asked for their secrets again after this. */
const secretsAgeMs = 5000;

/** The logs of one or both services as batches: read from the engine only as fast as somebody asks. */
export function createLogSource(
  opening: LogOpening,
  ports: Pick<LogsPorts, 'sources' | 'clock'>,
): BatchSource<LogBatch> {
  const { sources, clock } = ports;
  const off = new AbortController();
  let news: (() => void) | null = null;
  const changed = () => news?.();
  const since = opening.since === null ? null : canonicalTime(opening.since);
  const followers = opening.services.map((name) => {
    const { tail, follow } = opening;
    const beginning = { tail, since, follow, mark: opening.marks[name] ?? null };
    return followLog({ name, sources, clock, beginning, signal: off.signal, changed });
  });
  const toColumns = createColumns();
  let told = '';
  let lastAnswer = -rhythmMs;
  let secrets: readonly string[] = [];
  let secretsAt = Number.NEGATIVE_INFINITY;

  async function freshSecrets(): Promise<readonly string[]> {
    if (clock.tick() - secretsAt > secretsAgeMs) {
      secrets = await sources.secrets();
      secretsAt = clock.tick();
    }
    return secrets;
  }

  /** Ends with news, when the signal ends it, or after the limit. */
  function pause(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        off.signal.removeEventListener('abort', done);
        news = null;
        resolve();
      };
      const timer = setTimeout(done, limitMs);
      off.signal.addEventListener('abort', done, { once: true });
      news = done;
    });
  }

  async function keepRhythm(): Promise<void> {
    for (;;) {
      const wait = lastAnswer + rhythmMs - clock.tick();
      if (wait <= 0 || off.signal.aborted || followers.some(({ queue }) => queue.length >= limit.lines)) return;
      await pause(wait);
    }
  }

  const sourcesNow = () => Object.fromEntries(followers.map(({ name, state }) => [name, state]));
  const marksNow = (): LogMarks =>
    Object.fromEntries(
      followers.flatMap(({ name, queue }) => {
        const mark = queue.mark ?? opening.marks[name];
        return mark === undefined ? [] : [[name, mark]];
      }),
    );

  return {
    async next() {
      await keepRhythm();
      while (!off.signal.aborted) {
        const masked = await freshSecrets();
        const lines = mergeLines(followers, limit);
        const said = JSON.stringify(sourcesNow());
        if (lines.length > 0 || said !== told) {
          told = said;
          lastAnswer = clock.tick();
          return { ...toColumns(lines, masked), sources: sourcesNow(), marks: marksNow() };
        }
        if (followers.every(({ isOver, queue }) => isOver && queue.length === 0)) return null;
        // Also without news: a service that has been quiet for a while no longer keeps the other's lines waiting.
        await pause(followers.some(({ queue }) => queue.length > 0) ? 10 : 1000);
      }
      return null;
    },
    end: () => off.abort(),
  };
}

/** Makes the function that puts lines into columns; it remembers the levels that lines go on with. */
function createColumns() {
  const milliseconds = createMilliseconds();
  const levels = new Map<string, ReturnType<typeof createLevelReader>>();
  const levelOf = (name: ServiceName, { stderr }: MergedLine, text: string) => {
    const key = `${name} ${stderr}`;
    const reader = levels.get(key) ?? createLevelReader();
    levels.set(key, reader);
    return reader(text);
  };
  return (lines: readonly MergedLine[], secrets: readonly string[]) => {
    const times = new Float64Array(lines.length);
    const kinds = new Uint8Array(lines.length);
    const texts: string[] = [];
    for (const [index, line] of lines.entries()) {
      const text = plainLine(line.text);
      const { name } = line.follower;
      times[index] = milliseconds(line.time);
      kinds[index] = kindOf(serviceNames.indexOf(name), line.stderr, levelOf(name, line, text));
      texts.push(text);
    }
    return { text: maskValues(texts.join('\n'), secrets), times, kinds };
  };
}
