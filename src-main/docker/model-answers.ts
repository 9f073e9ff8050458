import { askModelHost, type HostAnswer } from './health/model-probe.ts';
import type { ModelNeed } from './health/model-settings.ts';

/** Remembers what model hosts said, so that two services and two roles ask a host once. */
export interface ModelAnswers {
  /** Null before the first answer. */
  of(need: ModelNeed): HostAnswer | null;
  /** The same with the monotonic time in milliseconds of the answer. */
  last(need: ModelNeed): { readonly answer: HostAnswer; readonly at: number } | null;
  /** Asks the hosts of these needs whose answers are older than they may be; ends within the limit. */
  ask(needs: readonly ModelNeed[], options: { maximumAgeMs: number; signal?: AbortSignal }): Promise<void>;
}

const limitMs = 3000;
/** Hosts elsewhere may count or charge requests, so they are asked less often. */
const remoteAgeMs = 120_000;

/** Makes the memory. @param tick a monotonic time in milliseconds */
export function createModelAnswers(tick: () => number): ModelAnswers {
  const known = new Map<string, { answer: HostAnswer; at: number }>();
  const asked = new Map<string, Promise<void>>();

  async function askOne(key: string, need: ModelNeed, signal: AbortSignal | undefined): Promise<void> {
    const answer = await askModelHost(need, limitMs, signal);
    if (signal?.aborted !== true) known.set(key, { answer, at: tick() });
  }

  return {
    of: (need) => known.get(keyOf(need))?.answer ?? null,
    last: (need) => known.get(keyOf(need)) ?? null,
    async ask(needs, { maximumAgeMs, signal }) {
      const answers = needs.map((need) => {
        const key = keyOf(need);
        const at = known.get(key)?.at;
        // Zero is a person who wants to know it now, as after getting a model.
        const age = isHere(need) || maximumAgeMs === 0 ? maximumAgeMs : Math.max(maximumAgeMs, remoteAgeMs);
        if (at !== undefined && tick() - at < age) return null;
        const underWay = asked.get(key) ?? askOne(key, need, signal).finally(() => asked.delete(key));
        asked.set(key, underWay);
        return underWay;
      });
      await Promise.all(answers);
    },
  };
}

function keyOf({ binding, url, key, apiVersion }: ModelNeed): string {
  return JSON.stringify([binding, url, key, apiVersion]);
}

function isHere({ url }: ModelNeed): boolean {
  return url === null || /^https?:\/\/(localhost|127\.|\[::1\])/.test(url);
}
