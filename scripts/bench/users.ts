import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePlainHome } from '../../e2e/stand-ins/homes.ts';
import type { App } from '../../src-main/app.ts';
import { newEntry } from '../../src-main/formats/registry.ts';
import { type Figures, median, percentile95, timed } from './compare.ts';
import { caller, makeCore } from './core.ts';
import type { Row } from './rows.ts';
import type { Stage } from './stage.ts';

/** How many users a row has, so that the growth can be seen. */
const counts = [100, 1000, 10_000] as const;
/** How often each is measured, so that a percentile means something. */
const samples = 40;
/** Milliseconds between two saves of a person in a hurry, in which the home is looked at again because of the first. */
const between = 500;
/** At ten thousand (speed bar S5). */
const longestSave = 30;

/** S5, main's part of it: listing everybody, and saving one profile, at each count. */
export function userRows(): Readonly<Record<string, Row>> {
  const rows = counts.flatMap((count): [string, Row][] => [
    [
      `S5-list-${count}`,
      { what: `list ${count} users, p95`, floor: null, unit: 'ms', measure: (stage) => measureList(stage, count) },
    ],
    [
      `S5-save-${count}`,
      {
        ...{ what: `save one profile of ${count}, p95`, floor: 'the same bytes written and synced', unit: 'ms' },
        ...{ most: longestSave, measure: (stage) => measureSave(stage, count) },
      },
    ],
  ]);
  return Object.fromEntries(rows.toSorted(([a], [b]) => orderOf(a) - orderOf(b)));
}

/** The lists first, as in the choice of rows. */
function orderOf(id: string): number {
  return id.startsWith('S5-list') ? 0 : 1;
}

/** After a save each time, as the window asks: what is known of the others is not worked out again. */
async function measureList(stage: Stage, count: number): Promise<Figures> {
  return withCore(stage, count, async (core) => {
    const taken: number[] = [];
    for (let round = 0; round <= samples; round += 1) {
      await save(core, idOf(round % count), round);
      const took = await timed(async () => core.features.users.list(undefined, caller));
      if (round > 0) taken.push(took);
    }
    return { ours: percentile95(taken), floor: null, spread: [Math.min(...taken), Math.max(...taken)] };
  });
}

/** In turns with the floor. A person does not save again before the news of a save is on the screen. */
async function measureSave(stage: Stage, count: number): Promise<Figures> {
  return withCore(stage, count, async (core, registry) => {
    const bytes = await readFile(registry);
    const floorFile = join(await stage.folder(), 'file');
    const taken: { ours: number; floor: number }[] = [];
    for (let round = 0; round <= samples; round += 1) {
      const id = idOf((round * 7919) % count);
      const told = newsOf(core);
      const ours = await save(core, id, round);
      await told;
      await new Promise((resolve) => setTimeout(resolve, between));
      const floor = await timed(() => writeSynced(floorFile, bytes));
      if (round > 0) taken.push({ ours, floor });
    }
    const all = taken.map(({ ours }) => ours);
    const floor = median(taken.map((one) => one.floor));
    return { ours: percentile95(all), floor, spread: [Math.min(...all), Math.max(...all)] };
  });
}

/** @returns milliseconds of the call that saves; the form had the profile already */
async function save({ features }: App, id: string, round: number): Promise<number> {
  const { revision } = await features.users.get({ id }, caller);
  const changes = { phone: `030 ${1_000_000 + round}` };
  return timed(async () => features.users.update({ id, revision, changes, dryRun: false }, caller));
}

function newsOf({ features }: App): Promise<void> {
  return new Promise((resolve) => {
    const off = features.users.onChanged(() => {
      off();
      resolve();
    });
  });
}

async function withCore(
  stage: Stage,
  count: number,
  work: (core: App, registry: string) => Promise<Figures>,
): Promise<Figures> {
  const home = await stage.folder();
  await writePlainHome(home, { image: 'none', users: [{ id: idOf(0) }] });
  const registry = join(home, 'data', 'users_registry.json');
  await writeRegistry(registry, count);
  for (let index = 0; index < count; index += 1)
    await mkdir(join(home, 'data', 'agno', idOf(index)), { recursive: true });
  const core = makeCore(home, `unix://${join(home, 'no-engine.sock')}`);
  await core.open();
  try {
    return await work(core, registry);
  } finally {
    await core.end();
  }
}

/** Everybody with all fields filled, which is about 4 MB at ten thousand. */
async function writeRegistry(path: string, count: number): Promise<void> {
  const users = Array.from({ length: count }, (_user, index) => ({
    ...newEntry(
      { id: idOf(index), name: `Person Number ${index}`, type: index === 0 ? 'Admin' : 'Standard' },
      '2026-01-02T03:04:05.000000',
    ),
    ...{ email: `person.${index}@example.org`, phone: '030 1234567', address: `Rose Lane ${index}, 10115 Berlin` },
    ...{ birth_date: '1980-05-03', delta_year: 20 },
  }));
  await writeFile(path, JSON.stringify({ users }, null, 2));
}

function idOf(index: number): string {
  return `person.${index}`;
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  await handle.write(bytes);
  await handle.sync();
  await handle.close();
}
