import type { CheckResult } from '../../src-shared/providers.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { type Hit, labelOf } from './isolation-judge.ts';
import type { Place } from './isolation-users.ts';
import type { Asking } from './isolation-world.ts';

const fine: CheckResult = { outcome: 'ok', status: 200, ms: 1, message: '', hint: '', retryAfterMs: null };
const cancelled: CheckResult = { ...fine, outcome: 'cancelled' };

/** Two of three places are everybody's. */
export function plainPlace(user: string, name: string): Place {
  const host = name === 'own' ? user : name;
  return { provider: 'openai-compatible', secret: 'apiKey', fields: { baseUrl: `http://${host}.test/v1` } };
}

/**
 * Asks without a network: what would go out is written down, and each piece of an answer waits for its turn in the schedule.
 * @param hits gets what would have reached a provider
 */
export function createPlainAsking(hits: Hit[], pause: (what: string) => Promise<void>): Asking {
  function reach({ fields, secrets, model }: ResolvedConfiguration, question: string | null): string {
    const { baseUrl: host = '' } = fields;
    const { apiKey: key = '' } = secrets;
    hits.push({ host, key, model: question === null ? null : model, question });
    return labelOf(key);
  }
  return {
    openClient(configuration) {
      const off = new AbortController();
      return {
        async *chat(messages, _parameters, signal) {
          const stopped = AbortSignal.any([signal, off.signal]);
          const question = messages.at(-1)?.text ?? '';
          await pause('connect');
          if (!stopped.aborted) {
            const label = reach(configuration, question);
            for (const text of [`answer to ${question} `, `by ${label}`]) {
              await pause('piece');
              if (stopped.aborted) break;
              yield { kind: 'text', text };
            }
          }
          await pause('end');
          yield { kind: 'end', result: stopped.aborted ? cancelled : fine, inputTokens: null, outputTokens: null };
        },
        end: () => off.abort(),
      };
    },
    async check(_kind, configuration, signal) {
      await pause('check');
      if (signal.aborted) return cancelled;
      reach(configuration, null);
      return fine;
    },
    async listModels(configuration, signal) {
      await pause('list');
      if (signal.aborted) return { result: cancelled, models: [], isCut: false };
      const id = `listed for ${reach(configuration, null)}`;
      return { result: fine, models: [{ id, name: id, kind: 'chat', contextSize: null }], isCut: false };
    },
  };
}
