import { basename, dirname, join } from 'node:path';
import type { Disk, DiskFile } from './disk.ts';
import { isErrno, unwritable } from './file-fault.ts';
import { createFiles } from './files.ts';
import { makeFolder } from './make-folder.ts';
import { readBytes } from './read-file.ts';
import { replaceable } from './write-file.ts';

/** A file of lines that only ever grows at its end, and that others may write at the same time. */
export interface LineLog {
  /**
   * Adds lines; they outlast a power cut once this resolves. Fault: `home/unwritable`.
   * @param lines without line breaks in them
   */
  append(lines: readonly string[]): Promise<void>;
  /** All lines, the newest first, a file at a time; a torn one comes as it is. Fault: `home/file-unreadable`. */
  newestFirst(): AsyncGenerator<readonly string[]>;
}

/** Where a log is and how large it may become. */
export interface LineLogPlace {
  readonly disk: Disk;
  /** The file that grows; old ones stand beside it with a number before the extension. */
  path(): string;
  /** Bytes at which the file is put aside and a new one begun. */
  readonly fileLimit: number;
  /** How many files that were put aside are kept. */
  readonly keep: number;
}

/**
 * Makes the log of a place. Every append opens the file at its end, writes all of its lines in one go, and syncs: so
 * lines of the app and of the command line never mix, also while one of them is putting the file aside.
 */
export function createLineLog(place: LineLogPlace): LineLog {
  return {
    async append(lines) {
      if (lines.length === 0) return;
      const path = place.path();
      const size = await add(place.disk, path, lines).catch((cause) => {
        throw unwritable(path, cause);
      });
      // The lines are written, and must not be written again: what keeps the file from being put aside now may not keep
      // the next append from it.
      if (size >= place.fileLimit) await putAside(place, path).catch(() => undefined);
    },
    newestFirst: () => newestFirst(place),
  };
}

/** @returns the size of the file afterwards */
async function add(disk: Disk, path: string, lines: readonly string[]): Promise<number> {
  const file = await openAtEnd(disk, path);
  try {
    // What a power cut or a full disk tore off must not swallow the line after it.
    const torn = (await readBytes(disk, path))?.at(-1);
    const mended = torn === undefined || torn === lineBreak ? '' : '\n';
    await file.write(new TextEncoder().encode(`${mended}${lines.join('\n')}\n`));
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

const lineBreak = 0x0a;

async function openAtEnd(disk: Disk, path: string): Promise<DiskFile> {
  for (let attempt = 1; ; attempt += 1) {
    // Refuses links: a log that leads elsewhere is somebody's trap.
    if ((await replaceable(disk, path)) === null) await begin(disk, path);
    try {
      return await disk.append(path);
    } catch (cause) {
      // Put aside by another process in this very moment.
      if (!isErrno(cause, 'ENOENT') || attempt === 3) throw cause;
    }
  }
}

/** Made first and opened afterwards: a file that is opened when it is made would not be written at its end. */
async function begin(disk: Disk, path: string): Promise<void> {
  await makeFolder(disk, dirname(path));
  try {
    await (await disk.create(path, 0o600)).close();
    await disk.syncFolder(dirname(path));
  } catch (cause) {
    // Another process was quicker.
    if (!isErrno(cause, 'EEXIST')) throw cause;
  }
}

/** Only one process at a time, which looks again: else two would put aside one after the other, the second too early. */
async function putAside({ disk, fileLimit, keep }: LineLogPlace, path: string): Promise<void> {
  await createFiles(disk).exclusively(path, async () => {
    const found = await disk.lstat(path).catch((cause: unknown) => {
      if (isErrno(cause, 'ENOENT')) return null;
      throw cause;
    });
    if (found === null || found.size < fileLimit) return;
    const numbers = await numbersOf(disk, path);
    const next = (numbers[0] ?? 0) + 1;
    await disk.rename(path, numbered(path, next));
    for (const number of [next, ...numbers].slice(keep)) await disk.unlink(numbered(path, number));
    await disk.syncFolder(dirname(path));
  });
}

/** The numbers of the files that were put aside, the newest first. */
async function numbersOf(disk: Disk, path: string): Promise<readonly number[]> {
  const [stem, end] = parts(path);
  const names = await disk.list(dirname(path)).catch((cause: unknown) => {
    if (isErrno(cause, 'ENOENT')) return [];
    throw cause;
  });
  const numbers = names.flatMap((name) => {
    const middle = name.startsWith(`${stem}.`) && name.endsWith(end) ? name.slice(stem.length + 1, -end.length) : '';
    return /^[1-9]\d{0,8}$/.test(middle) ? [Number(middle)] : [];
  });
  return numbers.sort((a, b) => b - a);
}

async function* newestFirst({ disk, path }: LineLogPlace): AsyncGenerator<readonly string[]> {
  const file = path();
  let numbers = await numbersOf(disk, file);
  let newest = await linesOf(disk, file);
  for (let again = 0; again < 3; again += 1) {
    // A file that was put aside between the two readings would be told of twice, or not at all.
    const now = await numbersOf(disk, file);
    if (now[0] === numbers[0]) break;
    numbers = now;
    newest = await linesOf(disk, file);
  }
  yield newest;
  for (const number of numbers) yield await linesOf(disk, numbered(file, number));
}

/** None where there is no such file: the oldest may have gone meanwhile. */
async function linesOf(disk: Disk, path: string): Promise<readonly string[]> {
  const bytes = await readBytes(disk, path);
  if (bytes === null) return [];
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '')
    .reverse();
}

function numbered(path: string, number: number): string {
  const [stem, end] = parts(path);
  return join(dirname(path), `${stem}.${number}${end}`);
}

/** `activity.jsonl` as `activity` and `.jsonl`. */
function parts(path: string): readonly [stem: string, end: string] {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot)];
}
