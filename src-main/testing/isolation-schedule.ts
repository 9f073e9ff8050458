import fc from 'fast-check';
import { type Act, anyAct } from './isolation-acts.ts';
import type { IsolationRun } from './isolation-run.ts';

/** An act, and how much of what waits goes on before the next. */
export interface Step {
  readonly act: Act;
  readonly goOn: number;
}

/** Some minutes in the life of four users. */
export const anySteps: fc.Arbitrary<Step[]> = fc.array(fc.record({ act: anyAct, goOn: fc.nat(8) }), {
  minLength: 4,
  maxLength: 16,
});

/** Longest wait for what is asked of providers that are really asked. */
const limitMs = 20_000;

/** Plays the steps, with everything that waits going on in the order of the scheduler, and judges what came of it. */
export async function playSchedule(run: IsolationRun, scheduler: fc.Scheduler, steps: readonly Step[]): Promise<void> {
  async function settle(): Promise<void> {
    const begun = performance.now();
    while (run.open() > 0) {
      await breathe();
      if (scheduler.count() > 0) await scheduler.waitOne();
      if (performance.now() - begun > limitMs) throw new Error(`${run.open()} things that were begun never ended`);
    }
  }
  for (const { act, goOn } of steps) {
    run.begin(act);
    for (let at = 0; at < goOn; at += 1) {
      await breathe();
      if (scheduler.count() > 0) await scheduler.waitOne();
    }
  }
  await settle();
  await run.judge(settle);
}

/** Whatever waits for nothing else has come to its next question by then. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
