import type { Disk, DiskEntry } from '../lib/disk.ts';
import { isErrno } from '../lib/file-fault.ts';
import { lookAt } from '../lib/file-tree.ts';
import type { Found } from './survey.ts';

/** Tries to read files at a moment at which nobody writes to them. */
const tries = 4;
/** A time stamp may be this coarse, in milliseconds: what was written so lately may be written again unseen. */
const coarse = 2000;
const piece = { least: 4 * 1024, most: 256 * 1024 } as const;
/** Files up to this many bytes together are held while they are read, so that they can be read again. */
export const mostHeld: number = 16 * 1024 * 1024;

/** Thrown where files were written to while they were read. */
export class Unsteady extends Error {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(`written to while they were read: ${names.join(', ')}`);
    this.names = names;
  }
}

/**
 * Files that have to be of one moment: a database with what SQLite keeps beside it; each other file is a group of its
 * own. In the order of the files.
 */
export function groupsOf(files: readonly Found[]): readonly (readonly Found[])[] {
  const groups = new Map<string, Found[]>();
  for (const file of files) {
    const base = file.path.replace(/(?<=\.(db|sqlite|sqlite3))-(wal|shm|journal)$/i, '');
    groups.set(base, [...(groups.get(base) ?? []), file]);
  }
  return [...groups.values()];
}

/** What reading a small file gave: its bytes, or why there are none. */
export type SteadyBytes = Uint8Array | 'gone' | 'unreadable';

/**
 * Reads the files of a group as they were at one moment, and holds them; again where somebody wrote meanwhile. For
 * small ones. Throws `Unsteady` after some tries, and the system's own errors.
 */
export async function readSteadily(disk: Disk, group: readonly Found[]): Promise<readonly SteadyBytes[]> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await looks(disk, group);
    const first = await readAll(disk, group);
    // The time stamps cannot tell of a write in the same tick, a second reading can.
    const again = before.some((entry) => entry !== null && isFresh(entry)) ? await readAll(disk, group) : first;
    const changed = unsteady(group, before, await looks(disk, group));
    const differs = group.filter((_file, index) => !sameReading(first[index], again[index])).map(({ name }) => name);
    if (changed.length === 0 && differs.length === 0) return first;
    if (attempt === tries) throw new Unsteady([...new Set([...changed, ...differs])]);
  }
}

/** Large files that are read piece by piece; `check` throws `Unsteady` where one was written to since. */
export interface SteadyStreams {
  /** In the order of the files: the pieces, or why there are none. */
  readonly pieces: readonly (AsyncIterable<Uint8Array> | Exclude<SteadyBytes, Uint8Array>)[];
  check(): Promise<void>;
}

/** Reads the files of a group without holding them; whether they were steady is known at the end only. */
export async function streamSteadily(disk: Disk, group: readonly Found[]): Promise<SteadyStreams> {
  const before = await looks(disk, group);
  return {
    pieces: await Promise.all(group.map((file) => streamOne(disk, file))),
    async check() {
      const changed = unsteady(group, before, await looks(disk, group));
      if (changed.length > 0) throw new Unsteady(changed);
    },
  };
}

/** Asked before the first piece: one that cannot be read at all is left out, and spoils nothing. */
async function streamOne(disk: Disk, file: Found): Promise<SteadyStreams['pieces'][number]> {
  try {
    await (await disk.open(file.path)).close();
  } catch (cause) {
    return whyNone(cause);
  }
  return asUnsteady(piecesOf(disk, file), file.name);
}

async function* asUnsteady(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (cause) {
    throw isErrno(cause, 'ENOENT', 'ENOTDIR') ? new Unsteady([name]) : cause;
  }
}

async function looks(disk: Disk, group: readonly Found[]): Promise<readonly (DiskEntry | null)[]> {
  return Promise.all(group.map(({ path }) => lookAt(disk, path)));
}

/** SQLite's shared memory is made anew by whoever opens the database: it tells nothing of the state of the others. */
function unsteady(
  group: readonly Found[],
  before: readonly (DiskEntry | null)[],
  after: readonly (DiskEntry | null)[],
): readonly string[] {
  return group
    .filter(({ path }, index) => !/-shm$/i.test(path) && !sameEntry(before[index] ?? null, after[index] ?? null))
    .map(({ name }) => name);
}

function sameEntry(a: DiskEntry | null, b: DiskEntry | null): boolean {
  return a?.kind === b?.kind && a?.size === b?.size && Object.is(a?.changedAt, b?.changedAt);
}

function sameReading(a: SteadyBytes | undefined, b: SteadyBytes | undefined): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b;
}

function isFresh({ changedAt }: DiskEntry): boolean {
  return Date.now() - changedAt < coarse;
}

async function readAll(disk: Disk, group: readonly Found[]): Promise<readonly SteadyBytes[]> {
  return Promise.all(group.map((file) => readOne(disk, file)));
}

async function readOne(disk: Disk, file: Found): Promise<SteadyBytes> {
  try {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const bytes of piecesOf(disk, file)) {
      parts.push(bytes);
      size += bytes.length;
      // It was small when it was listed: too large to be held, it has to be looked at again.
      if (size > 2 * mostHeld) throw new Unsteady([file.name]);
    }
    return Buffer.concat(parts);
  } catch (cause) {
    return whyNone(cause);
  }
}

function whyNone(cause: unknown): Exclude<SteadyBytes, Uint8Array> {
  if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return 'gone';
  if (isErrno(cause, 'EACCES', 'EPERM')) return 'unreadable';
  throw cause;
}

async function* piecesOf(disk: Disk, { path, real, size }: Found): AsyncGenerator<Uint8Array> {
  const file = await disk.open(path);
  try {
    // What was a file when it was listed may have become a link since, or what is above it: neither is followed then.
    if ((await file.stat()).kind !== 'file' || (await disk.realpath(path)) !== real) {
      throw Object.assign(new Error('no file any more'), { code: 'ENOENT' });
    }
    // One byte more than there should be, so that a small file is read at once and its end is seen.
    const limit = Math.min(Math.max(size + 1, piece.least), piece.most);
    for (;;) {
      const bytes = await file.read(limit);
      if (bytes.length === 0) return;
      yield bytes;
    }
  } finally {
    await file.close();
  }
}
