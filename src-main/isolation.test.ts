import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProviders } from './providers/index.ts';
import type { Hit } from './testing/isolation-judge.ts';
import { createPlainAsking, plainPlace } from './testing/isolation-plain.ts';
import { type IsolationProviders, startIsolationProviders } from './testing/isolation-providers.ts';
import { createIsolationRun } from './testing/isolation-run.ts';
import { anySteps, playSchedule } from './testing/isolation-schedule.ts';
import { createIsolationUsers } from './testing/isolation-users.ts';
import { createIsolationWorld } from './testing/isolation-world.ts';

let providers: IsolationProviders;
beforeAll(async () => {
  providers = await startIsolationProviders();
});
afterAll(() => providers.stop());

const pauseOf = (scheduler: fc.Scheduler) => (what: string) =>
  scheduler.schedule(Promise.resolve(), what).then(() => undefined);

function tell(what: string, schedules: number, requests: number): void {
  process.stdout.write(
    `isolation, ${what}: ${schedules} schedules of 4 users, ${requests} requests, each with its own user's key, model and host\n`,
  );
}

it('whatever meets, a request carries its own user’s key, model and host', async () => {
  const schedules = 4000;
  let requests = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anySteps, async (scheduler, steps) => {
      const pause = pauseOf(scheduler);
      const hits: Hit[] = [];
      const users = createIsolationUsers(plainPlace, pause);
      const world = createIsolationWorld(users, createPlainAsking(hits, pause));
      await playSchedule(
        createIsolationRun(users, world, () => hits),
        scheduler,
        steps,
      );
      requests += hits.length;
    }),
    { numRuns: schedules },
  );
  tell('without a network', schedules, requests);
  expect(requests).toBeGreaterThan(schedules);
}, 180_000);

it('whatever meets at six providers that are really asked, the same', async () => {
  const schedules = 300;
  let requests = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anySteps, async (scheduler, steps) => {
      const hits: Hit[] = [];
      const users = createIsolationUsers(providers.placeOf, pauseOf(scheduler));
      const world = createIsolationWorld(users, createProviders({ clock: { tick: () => performance.now() } }));
      const reached = () => {
        hits.push(...providers.takeHits());
        return hits;
      };
      await playSchedule(createIsolationRun(users, world, reached), scheduler, steps);
      requests += hits.length;
    }),
    { numRuns: schedules },
  );
  tell('over HTTP', schedules, requests);
  expect(requests).toBeGreaterThan(schedules);
}, 300_000);
