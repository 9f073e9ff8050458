import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { MigrationPhase } from '../../src-shared/migration.ts';
import { unwritable } from '../lib/file-fault.ts';
import { newPath, runSwap, type SwapEntry, type SwapPlace } from '../lib/file-swap.ts';
import { copyFile, hashOf, lookAt, writeFile } from '../lib/file-tree.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { makeFolder } from '../lib/make-folder.ts';
import type { FullPlan } from './plan.ts';
import type { MigrationPorts } from './ports.ts';
import { workPlace } from './work-folder.ts';

/** How a migration is told of and stopped. */
export interface Conduct {
  readonly signal: AbortSignal;
  onProgress(phase: MigrationPhase, done: number): void;
}

/**
 * Does a plan whose work folder has begun: copies next to the home what is new and checks it, backs the home up, moves
 * it in as one change. Until the move the home is not touched. Faults: `migration/cancelled`,
 * `migration/plan-outdated`, `home/file-changed`, `home/unwritable`.
 */
export async function perform(
  ports: MigrationPorts,
  { plan, swap, news }: FullPlan,
  { signal, onProgress }: Conduct,
): Promise<{ readonly backup: string; readonly resumed: number }> {
  const place = workPlace(ports);
  let done = 0;
  let resumed = 0;
  onProgress('copy', 0);
  try {
    const folders = new Set(swap.entries.map(({ path }) => dirname(newPath(place, path))));
    for (const folder of folders) await makeFolder(ports.disk, folder);
    await inParallel(swap.entries, 16, async (entry) => {
      if (signal.aborted) throw cancelled(plan.from);
      if (await stage(ports, place, plan.from, entry, news)) resumed += 1;
      done += 1;
      onProgress('copy', done);
    });
    for (const folder of folders) await ports.disk.syncFolder(folder);
  } catch (cause) {
    throw unwritable(place.folder, cause);
  }
  if (signal.aborted) throw cancelled(plan.from);
  onProgress('backup', done);
  const backup = await ports.keep({
    reason: `before migrating from ${plan.from}`.slice(0, 100),
    absent: { files: swap.entries.filter(({ before }) => before === null).map(({ path }) => path), folders: swap.make },
    also: swap.entries.filter(({ before }) => before !== null).map(({ path }) => path),
  });
  if (signal.aborted) throw cancelled(plan.from);
  onProgress('move', done);
  await runSwap(place, swap);
  return { backup, resumed };
}

/** Prepares one new file and reads it again; true where an earlier run had done so. */
async function stage(
  { disk }: MigrationPorts,
  place: SwapPlace,
  from: string,
  { path, after }: SwapEntry,
  news: FullPlan['news'],
): Promise<boolean> {
  const target = newPath(place, path);
  const made = news.get(path);
  if (made === undefined) throw new Error(`the plan does not say how ${path} is made`);
  if ((await lookAt(disk, target)) !== null) {
    if ((await hashOf(disk, target)) === after) return true;
    await disk.unlink(target);
  }
  const { bytes, mode, owner } = made;
  const options = owner === undefined ? { mode } : { mode, owner };
  const sha256 =
    bytes === null
      ? (await copyFile(disk, join(from, path), target, options)).sha256
      : await writeFile(disk, target, bytes, options).then(() => createHash('sha256').update(bytes).digest('hex'));
  if (sha256 !== after) {
    await disk.unlink(target);
    throw new Fault('migration/plan-outdated', `${join(from, path)} changed since the plan was made.`);
  }
  if ((await hashOf(disk, target)) === after) return false;
  throw new Fault('home/unwritable', `${target} was written, but other bytes came back from the disk.`);
}

function cancelled(from: string): Fault {
  return new Fault('migration/cancelled', `The migration from ${from} was cancelled.`);
}
