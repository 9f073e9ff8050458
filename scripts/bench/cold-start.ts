import { setTimeout as pause } from 'node:timers/promises';
import { type ElectronApp, emptyApp, endApp, ourApp, startApp } from './apps.ts';
import { compare, type Figures } from './compare.ts';
import { type Probe, type Screen, settledPicture, startScreen } from './framebuffer.ts';
import type { Stage } from './stage.ts';

/** How many pixels are looked at. */
const probeCount = 400;
const limitMs = 20_000;

/**
 * S1: from the spawn to the pixels of users and lamps being on the screen, against an empty window's own. The pixels are read
 * from the screen's memory; what they are to be comes from a first start that was left alone until nothing changed any more.
 */
export async function measureColdStart(stage: Stage): Promise<Figures> {
  const ours = await ourApp(stage);
  const empty = await emptyApp(stage);
  const screen = await startScreen(await stage.folder());
  try {
    const [oursPainted, emptyPainted] = [await learn(ours, screen), await learn(empty, screen)];
    return await compare(
      () => start(ours, screen, oursPainted),
      () => start(empty, screen, emptyPainted),
    );
  } finally {
    await screen.end();
  }
}

async function learn(app: ElectronApp, screen: Screen): Promise<Probe[]> {
  const child = startApp(app, { DISPLAY: screen.display });
  const pixels = await settledPicture(screen);
  await endApp(child);
  const every = Math.max(1, Math.floor(pixels.length / probeCount));
  return pixels.filter((_pixel, index) => index % every === 0);
}

async function start(app: ElectronApp, screen: Screen, painted: readonly Probe[]): Promise<number> {
  while (screen.shows(painted)) await pause(4);
  const begin = performance.now();
  const child = startApp(app, { DISPLAY: screen.display });
  try {
    while (!screen.shows(painted)) {
      if (performance.now() - begin > limitMs) throw new Error(`The window was not painted within ${limitMs} ms.`);
      await pause(2);
    }
    return performance.now() - begin;
  } finally {
    await endApp(child);
  }
}
