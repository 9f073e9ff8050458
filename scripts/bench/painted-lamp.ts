import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { type Figures, percentile95 } from './compare.ts';
import { openWindow } from './open-window.ts';
import type { Stage } from './stage.ts';

/** How often a service is paused and resumed, so that a percentile means something. */
const samples = 40;

declare global {
  interface Window {
    /** Milliseconds since 1970 at which frames with another lamp were painted. */
    lampTimes: number[];
  }
}

/** S6: from the engine's event to the frame that shows the lamp as it is then: a service is paused and resumed. */
export async function measurePaintedLamp(stage: Stage): Promise<Figures> {
  const { docker, dockerHost, startedHome } = await stage.engine();
  const { page, end } = await openWindow(await startedHome(), dockerHost);
  const container = docker.getContainer('lightrag_memory_bench');
  const events = await docker.getEvents({ filters: { type: ['container'], event: ['pause', 'unpause'] } });
  const told: number[] = [];
  events.on('data', (line) => told.push(Number(JSON.parse(String(line)).timeNano) / 1e6));
  try {
    await page
      .getByRole('article', { name: 'Memory' })
      .getByRole('button', { name: /Container: Running/ })
      .waitFor();
    await page.evaluate(watchLamp);
    const taken: number[] = [];
    for (let time = 0; time <= samples; time += 1) {
      told.length = 0;
      await page.evaluate(() => {
        window.lampTimes = [];
      });
      await (time % 2 === 0 ? container.pause() : container.unpause());
      const painted = await firstPaint(page);
      while (told.length === 0) await pause(5);
      if (time > 0) taken.push(painted - (told[0] ?? Number.NaN));
    }
    return { ours: percentile95(taken), floor: null, spread: [Math.min(...taken), Math.max(...taken)] };
  } finally {
    await container.unpause().catch(() => undefined);
    if ('destroy' in events && typeof events.destroy === 'function') events.destroy();
    await end();
  }
}

async function firstPaint(page: Page): Promise<number> {
  await page.waitForFunction(() => window.lampTimes.length > 0, null, { polling: 20, timeout: 15_000 });
  return page.evaluate(() => window.lampTimes[0] ?? Number.NaN);
}

/** Runs in the page: takes the time of the frame in which the lamp of the memory's container has other words. */
function watchLamp(): void {
  const lamp = () => document.querySelector('[aria-labelledby="service-memory"] .lamp')?.textContent;
  let known = lamp();
  window.lampTimes = [];
  new MutationObserver(() => {
    if (lamp() === known) return;
    known = lamp();
    requestAnimationFrame(() => {
      // A message comes after the frame has been laid out and painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.lampTimes.push(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}
