import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProviderClient } from './lib/provider-client.ts';
import type { ResolvedConfiguration } from './lib/resolved-configuration.ts';
import { anyAct } from './testing/isolation-acts.ts';
import type { Hit } from './testing/isolation-judge.ts';
import { createIsolationRun } from './testing/isolation-run.ts';
import { createIsolationUsers } from './testing/isolation-users.ts';
import { type Asking, createIsolationWorld } from './testing/isolation-world.ts';

const fine = { outcome: 'ok', status: 200, ms: 1, message: '', hint: '', retryAfterMs: null } as const;

function plainAsking(hits: Hit[], pause: (what: string) => Promise<void>): Asking {
  const hit = ({ fields, secrets, model }: ResolvedConfiguration, question: string | null) => {
    const key = Object.values(secrets)[0] ?? '';
    hits.push({ host: Object.values(fields)[0] ?? '', key, model: question === null ? null : model, question });
    return key;
  };
  return {
    openClient(configuration): ProviderClient {
      const off = new AbortController();
      return {
        async *chat(messages, _parameters, signal) {
          const both = AbortSignal.any([signal, off.signal]);
          const question = messages.at(-1)?.text ?? '';
          await pause('connect');
          if (!both.aborted) {
            const key = hit(configuration, question);
            for (const text of [`answer to ${question} `, `by ${key}`]) {
              await pause('piece');
              if (both.aborted) break;
              yield { kind: 'text', text };
            }
          }
          await pause('end');
          const result = both.aborted ? ({ ...fine, outcome: 'cancelled' } as const) : fine;
          yield { kind: 'end', result, inputTokens: null, outputTokens: null };
        },
        end: () => off.abort(),
      };
    },
    async check(_kind, configuration, signal) {
      await pause('check');
      if (signal.aborted) return { ...fine, outcome: 'cancelled' };
      hit(configuration, null);
      return fine;
    },
    async listModels(configuration, signal) {
      await pause('list');
      if (signal.aborted) return { result: { ...fine, outcome: 'cancelled' }, models: [], isCut: false };
      const id = `listed for ${hit(configuration, null)}`;
      return { result: fine, models: [{ id, name: id, kind: 'chat', contextSize: null }], isCut: false };
    },
  };
}

it('plain', async () => {
  let schedules = 0;
  let requests = 0;
  const step = fc.record({ act: anyAct, steps: fc.nat(8) });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 4, maxLength: 16 }), async (s, steps) => {
      const pause = (what: string) => s.schedule(Promise.resolve(), what).then(() => undefined);
      const hits: Hit[] = [];
      const place = (user: string, name: string) => ({
        ...{ provider: 'openai-compatible' as const, secret: 'apiKey' },
        fields: { baseUrl: name === 'own' ? `http://${user}.test/v1` : `http://${name}.test/v1` },
      });
      const users = createIsolationUsers(place, pause);
      const world = createIsolationWorld(users, plainAsking(hits, pause));
      const run = createIsolationRun(users, world, hits);
      const settle = async () => {
        for (let idle = 0; run.open() > 0 && idle < 1000; ) {
          if (s.count() > 0) {
            await s.waitOne();
            idle = 0;
          } else {
            await new Promise<void>((resolve) => setImmediate(resolve));
            idle += 1;
          }
        }
        expect(run.open()).toBe(0);
      };
      for (const { act, steps: count } of steps) {
        run.begin(act);
        for (let at = 0; at < count; at += 1) {
          // Whatever waits for nothing else has come to its next question by then.
          await new Promise<void>((resolve) => setImmediate(resolve));
          if (s.count() > 0) await s.waitOne();
        }
      }
      await settle();
      await run.judge(settle);
      schedules += 1;
      requests += hits.length;
    }),
    { numRuns: 2000 },
  );
  process.stdout.write(`${schedules} schedules, ${requests} requests\n`);
}, 120_000);
