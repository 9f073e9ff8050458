import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../../e2e/stand-ins/wait-for.ts';
import { launchDesktopApp } from '../../e2e/support/desktop-app.ts';
import { stillRunning } from '../../e2e/support/processes.ts';
import { askToSwitch } from '../../e2e/support/window-api.ts';
import { snapshotOf } from './judge.ts';
import type { Stage } from './stage.ts';
import { type Start, startCommand, untilWell } from './starts.ts';
import { conclude, otherOf, type Series } from './switch-kills.ts';

/** How long a switch in the app takes at least, from its click to its end, in milliseconds. */
const length = 1500;

/**
 * Kills the real app, window and all, while it switches. The next start is the app itself in turns with the command line.
 */
export async function killApps(stage: Stage, { count, moments, tally, say }: Series): Promise<void> {
  for (const [index, moment] of moments.spread(count, length).entries()) {
    const before = await snapshotOf(stage);
    const to = otherOf(before.user);
    await killedAt(stage, to, moment);
    const start = index % 2 === 0 ? startCommand : startApp;
    await conclude(stage, {
      before,
      to,
      start,
      again: null,
      tally,
      say: (line) => say(`kill ${index + 1} of the app, at ${Math.round(moment)} ms: ${line}`),
    });
  }
}

async function killedAt(stage: Stage, to: string, moment: number): Promise<void> {
  const app = await launchDesktopApp(stage.environment);
  await app.overview.untilAllIsWellFor(titleOf(otherOf(to)));
  const processes = app.processes();
  // It is never answered: who asks is gone by then.
  void app.page.evaluate(askToSwitch, to).catch(() => undefined);
  await pause(moment);
  app.electron.process().kill('SIGKILL');
  await waitFor('all processes of the app to end', 20_000, () => stillRunning(processes).length === 0);
}

/** The app itself, with its window. */
const startApp: Start = async (stage, before, to) => {
  const app = await launchDesktopApp(stage.environment);
  try {
    return await untilWell(stage, before, to);
  } finally {
    await app.quit();
  }
};

function titleOf(id: string): string {
  return id === 'anna' ? 'Anna' : 'Ben';
}
