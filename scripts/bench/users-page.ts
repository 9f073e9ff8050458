import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type Locator, type Page } from 'playwright';
import { writePlainHome } from '../../e2e/stand-ins/homes.ts';
import { crowdOf, writeRegistry } from '../../e2e/stand-ins/users-registry.ts';
import { electronExecutable } from '../../e2e/support/desktop-app.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import { electronFlags } from './apps.ts';
import { type Figures, percentile95 } from './compare.ts';
import type { Row } from './rows.ts';
import type { Stage } from './stage.ts';

/** How many users there are; the cost has to grow gently. */
const crowds = [100, 1000, 10_000] as const;
/** Largest p95, in milliseconds (quality S5). */
const most = { open: 150, key: 16 } as const;
/** How often the page is opened, so that a percentile means something; the keys are as many as are typed below. */
const samples = 40;
/** Without these a frame waits for the screen's next refresh, which says more of the moment than of the page. */
const unlimitedFrames = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
/** What is typed into the filter, letter by letter, and taken away again. */
const searches = ['ada', 'castro 7', 'green12', '9999', 'nobody', 'hana it', 'kofi', 'ivo.', 'dahl 55', 'jansen'];
const checkout = join(import.meta.dirname, '../..');

/** Milliseconds of each time; the floor's where there is one. */
interface Taken {
  readonly ours: readonly number[];
  readonly floor: readonly number[] | null;
}

declare global {
  interface Window {
    /** Milliseconds from the click or key to the end of the frame that shows what it did. */
    benchTime: Promise<number>;
    benchTaken: (milliseconds: number) => void;
    /** What has to be on the page for a frame to count. */
    benchShown: string;
  }
}

/** S5, the window's part of it: the page Users opened by a click, and its filter typed into, in the real app with real input. */
export function usersPageRows(): Readonly<Record<string, Row>> {
  const rowsOf = (name: keyof typeof most, what: string, floor: string | null, taken: (page: Page) => Promise<Taken>) =>
    crowds.map((count): [string, Row] => [
      `S5-${name}-${count}`,
      {
        ...{ what: `${what} of ${count}, p95`, floor, unit: 'ms', most: most[name] },
        measure: (stage) => measureCrowd(stage, count, taken),
      },
    ]);
  return Object.fromEntries([
    ...rowsOf('open', 'open the page Users', null, async (page) => ({ ours: await openings(page), floor: null })),
    ...rowsOf('key', 'a key in the filter', 'the same key in a field that does nothing', async (page) => {
      await openings(page, 1);
      return keys(page);
    }),
  ]);
}

async function measureCrowd(stage: Stage, count: number, measure: (page: Page) => Promise<Taken>): Promise<Figures> {
  const folder = await stage.folder();
  // Nobody's containers: only who is there matters.
  const { dataRoot } = await writePlainHome(join(folder, 'home'), { image: 'none', users: [{ id: 'anna' }] });
  await writeRegistry(dataRoot, crowdOf(count));
  const env = cleanEnvironment({
    PERSAG_HOME: join(folder, 'home'),
    DOCKER_HOST: `unix://${join(folder, 'no.sock')}`,
  });
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...electronFlags(), ...unlimitedFrames, checkout],
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('link', { name: `All ${count.toLocaleString('en-GB')} users` }).waitFor();
    await page.evaluate(listenForFrames);
    const { ours, floor } = await measure(page);
    return {
      ours: percentile95(ours),
      floor: floor === null ? null : percentile95(floor),
      spread: [Math.min(...ours), Math.max(...ours)],
    };
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openings(page: Page, times = samples): Promise<number[]> {
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const rows = '[data-user]:nth-of-type(10)';
  const taken: number[] = [];
  for (let time = 0; time <= times; time += 1) {
    taken.push(await frameAfter(page, rows, () => pages.getByRole('link', { name: 'Users' }).click()));
    if (time < times) await frameAfter(page, '.user-chip', () => pages.getByRole('link', { name: 'Overview' }).click());
  }
  return taken.slice(1);
}

/** In turns with the same search typed where nothing comes of it, which shows what a key and a frame cost here anyway. */
async function keys(page: Page): Promise<Taken> {
  const filter = page.getByRole('main').getByRole('textbox', { name: 'Filter users' });
  await page.evaluate(() => {
    const idle = document.body.appendChild(document.createElement('input'));
    idle.id = 'bench-idle';
    idle.style.position = 'fixed';
  });
  const taken = { ours: [] as number[], floor: [] as number[] };
  for (const search of searches) {
    taken.ours.push(...(await type(page, filter, search)));
    taken.floor.push(...(await type(page, page.locator('#bench-idle'), search)));
  }
  return { ours: taken.ours.slice(1), floor: taken.floor.slice(1) };
}

/** Types a search and takes it away again. */
async function type(page: Page, field: Locator, search: string): Promise<number[]> {
  await field.focus();
  const taken: number[] = [];
  for (const key of [...search, ...[...search].map(() => 'Backspace')])
    taken.push(await frameAfter(page, 'main', () => page.keyboard.press(key === ' ' ? 'Space' : key)));
  return taken;
}

/** @returns milliseconds from the input that `act` makes to the end of the first frame that has `shown` */
async function frameAfter(page: Page, shown: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate((selector) => {
    window.benchShown = selector;
    window.benchTime = new Promise((resolve) => {
      window.benchTaken = resolve;
    });
  }, shown);
  await act();
  // Waited for in the page: to ask again and again would take of the time that is measured.
  return page.evaluate(() => window.benchTime);
}

/** Runs in the page: takes the time of every click and key, from the moment it was made, as the browser knows it. */
function listenForFrames(): void {
  for (const kind of ['click', 'keydown'] as const) {
    addEventListener(kind, ({ timeStamp }) => requestAnimationFrame(() => untilShown(timeStamp)), { capture: true });
  }
  function untilShown(begin: number): void {
    if (document.querySelector(window.benchShown) === null) {
      requestAnimationFrame(() => untilShown(begin));
      return;
    }
    // A message comes after the frame has been laid out and painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.benchTaken(performance.now() - begin);
    port2.postMessage(null);
  }
}
