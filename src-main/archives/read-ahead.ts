import type { Disk } from '../lib/disk.ts';
import { unreadable } from '../lib/file-fault.ts';
import { groupsOf, mostHeld, readSteadily, type SteadyBytes, Unsteady } from './steady-read.ts';
import type { Found } from './survey.ts';

/** Groups read at the same time: a small file is mostly waiting for the disk. */
const width = 16;

/** A group of files that belong to one moment. */
export interface ReadGroup {
  readonly files: readonly Found[];
  /** In the order of the files; null where they are too large to be held, and not read yet. */
  readonly readings: readonly SteadyBytes[] | null;
}

/**
 * Reads files in their order, some of them ahead, and holds no more than `mostHeld` bytes of them. Throws `Unsteady`,
 * and `home/file-unreadable`.
 */
export async function* readAhead(disk: Disk, files: readonly Found[]): AsyncGenerator<ReadGroup> {
  const begun: { readonly group: readonly Found[]; readonly size: number; readonly reading: Promise<ReadGroup> }[] = [];
  let ahead = 0;
  const next = groupsOf(files)[Symbol.iterator]();
  let waiting = next.next();
  while (begun.length > 0 || waiting.done !== true) {
    while (waiting.done !== true && begun.length < width) {
      const group = waiting.value;
      const size = sizeOf(group);
      if (begun.length > 0 && ahead + size > mostHeld) break;
      const reading = readGroup(disk, group, size);
      // Told when its turn comes; if that never comes, nobody misses it.
      reading.catch(() => undefined);
      begun.push({ group, size, reading });
      ahead += size;
      waiting = next.next();
    }
    const first = begun.shift();
    if (first === undefined) return;
    yield await first.reading;
    ahead -= first.size;
  }
}

async function readGroup(disk: Disk, files: readonly Found[], size: number): Promise<ReadGroup> {
  if (size > mostHeld) return { files, readings: null };
  try {
    return { files, readings: await readSteadily(disk, files) };
  } catch (cause) {
    throw cause instanceof Unsteady ? cause : unreadable(files[0]?.path ?? '', cause);
  }
}

function sizeOf(group: readonly Found[]): number {
  return group.reduce((sum, { size }) => sum + size, 0);
}
