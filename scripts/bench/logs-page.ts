import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright';
import { floodLine, writeFlood } from '../../e2e/support/log-writer.ts';
import { type Figures, median, percentile95 } from './compare.ts';
import { openWindow } from './open-window.ts';
import type { Row } from './rows.ts';
import type { EngineStage, Stage } from './stage.ts';

/** Quality S7: a hundred thousand lines a second for ten seconds. */
const flood = { lines: 1_000_000, perSecond: 100_000 };
/** Rounds of a million lines each; the first is dropped. */
const rounds = 3;
const container = 'lightrag_pagent_bench';

interface Round {
  /** Milliseconds from the first line's writing to the last line's place on the page. */
  readonly shown: number;
  /** The same until `docker logs -f` has put the last line into a pipe. */
  readonly piped: number;
  /** p95 of the frames while somebody scrolls, in milliseconds. */
  readonly frames: number;
  /** Megabytes of the page's own objects afterwards. */
  readonly heap: number;
}

let measured: Promise<readonly Round[]> | null = null;

/** S7: the same rounds give all three rows. */
export function logRows(): Readonly<Record<string, Row>> {
  const figures =
    (pick: (round: Round) => number, floor: ((round: Round) => number) | null) => async (stage: Stage) => {
      measured ??= measureRounds(stage);
      const all = (await measured).map(pick);
      const floors = floor === null ? null : median((await measured).map(floor));
      return { ours: median(all), floor: floors, spread: [Math.min(...all), Math.max(...all)] } satisfies Figures;
    };
  return {
    'S7-lines': {
      what: 'a million lines at 100,000/s, to the last one on the page',
      floor: 'docker logs -f to a pipe',
      unit: 'ms',
      measure: figures(
        ({ shown }) => shown,
        ({ piped }) => piped,
      ),
    },
    'S7-frames': {
      what: 'frames while they pour in and somebody scrolls, p95',
      floor: null,
      unit: 'ms',
      most: 33,
      measure: figures(({ frames }) => frames, null),
    },
    'S7-heap': {
      what: "the page's own heap after a million lines",
      floor: null,
      unit: 'MB',
      most: 150,
      measure: figures(({ heap }) => heap, null),
    },
  };
}

async function measureRounds(stage: Stage): Promise<readonly Round[]> {
  const engine = await stage.engine();
  const home = await engine.startedHome();
  const taken: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await intoThePage(engine, home);
    const one = { ...ours, piped: await intoAPipe(engine) };
    if (round > 0) taken.push(one);
  }
  return taken;
}

async function intoThePage({ docker, dockerHost }: EngineStage, home: string): Promise<Omit<Round, 'piped'>> {
  const { page, end } = await openWindow(home, dockerHost);
  try {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Services' }).click();
    await page.getByRole('tab', { name: 'Logs' }).click();
    await page
      .getByRole('toolbar', { name: 'Logs' })
      .getByText(/\d line/)
      .waitFor();
    const before = await floodLines(page);
    const begin = performance.now();
    const writing = writeFlood(docker, container, flood);
    const frames = await framesWhileScrolling(page);
    await page.getByRole('button', { name: 'Newest lines' }).click();
    await page
      .getByRole('option')
      .filter({ hasText: floodLine(flood.lines - 1) })
      .waitFor({ timeout: 120_000 });
    const shown = performance.now() - begin;
    await writing;
    const found = (await floodLines(page)) - before;
    if (found !== flood.lines) throw new Error(`${flood.lines} lines were written, and ${found} are on the page.`);
    return { shown, frames, heap: await heapOf(page) };
  } finally {
    await end();
  }
}

/** How many lines of this and of former rounds the page has. */
async function floodLines(page: Page): Promise<number> {
  const search = page.getByLabel('Search', { exact: true });
  const count = page.getByRole('toolbar', { name: 'Logs' }).getByText(/\d line/);
  await search.fill('flood ');
  // Searched after the last key, and not for each.
  await page.waitForTimeout(1000);
  const [first = ''] = /^[\d,]+/.exec(await count.innerText()) ?? [];
  await search.fill('');
  return Number(first.replaceAll(',', ''));
}

/** The floor: Docker's own command line, and a reader that only counts. */
async function intoAPipe({ docker, dockerHost }: EngineStage): Promise<number> {
  const child = spawn('docker', ['logs', '-f', '--tail', '0', container], {
    env: { ...process.env, DOCKER_HOST: dockerHost },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child, 'spawn');
  const last = Buffer.from(floodLine(flood.lines - 1));
  const begin = performance.now();
  let rest = Buffer.alloc(0);
  const seen = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.stdout.on('data', (chunk: Buffer) => {
      const bytes = Buffer.concat([rest, chunk]);
      if (bytes.includes(last)) resolve();
      rest = bytes.subarray(-last.length);
    });
  });
  try {
    await Promise.all([writeFlood(docker, container, flood), seen]);
    return performance.now() - begin;
  } finally {
    child.kill();
  }
}

async function framesWhileScrolling(page: Page): Promise<number> {
  const frames = await page.evaluate(async () => {
    const list = document.querySelector('[role=listbox]');
    const taken: number[] = [];
    const begin = performance.now();
    let last = begin;
    while (last - begin < 5000) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      taken.push(now - last);
      last = now;
      if (list !== null) list.scrollTop = Math.max(0, list.scrollTop - 400 + ((taken.length * 37) % 700));
    }
    return taken;
  });
  return percentile95(frames);
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}
