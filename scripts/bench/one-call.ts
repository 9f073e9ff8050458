import { _electron, type ElectronApplication, type Page } from 'playwright';
import { electronExecutable } from '../../e2e/support/desktop-app.ts';
import type { Api } from '../../src-shared/contract.ts';
import { type ElectronApp, electronFlags, emptyApp, ourApp } from './apps.ts';
import { compare, type Figures } from './compare.ts';
import type { Stage } from './stage.ts';

declare global {
  interface Window {
    readonly persag: Api;
    readonly bare: { invoke(): Promise<unknown> };
  }
}

/** Calls in a row, one after another; their mean is one measurement. */
const calls = 500;

/**
 * S4: `switching.get`, which answers with what main has at hand, through contract, check and dispatch, against a bare call
 * that answers with the same.
 */
export async function measureOneCall(stage: Stage): Promise<Figures> {
  const opened: ElectronApplication[] = [];
  try {
    const page = await open(await ourApp(stage), opened);
    const answer = await page.evaluate(() => window.persag.switching.get());
    const bare = await open(await emptyApp(stage, answer), opened);
    return await compare(
      () => page.evaluate(meanTime, calls),
      () => bare.evaluate(bareMeanTime, calls),
    );
  } finally {
    for (const app of opened) await app.close();
  }
}

async function open({ folder, env }: ElectronApp, opened: ElectronApplication[]): Promise<Page> {
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...electronFlags(), folder],
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
  opened.push(app);
  return app.firstWindow();
}

/** Runs in the page. */
async function meanTime(count: number): Promise<number> {
  const begin = performance.now();
  for (let done = 0; done < count; done += 1) await window.persag.switching.get();
  return (performance.now() - begin) / count;
}

/** Runs in the empty page. */
async function bareMeanTime(count: number): Promise<number> {
  const begin = performance.now();
  for (let done = 0; done < count; done += 1) await window.bare.invoke();
  return (performance.now() - begin) / count;
}
