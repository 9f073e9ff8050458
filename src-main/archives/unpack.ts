import { dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from '../lib/disk.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { type OpenedArchive, openMember } from './open-archive.ts';
import type { ArchiveSource } from './ports.ts';
import type { SealKey } from './sealing.ts';
import type { Target, TargetFolder } from './targets.ts';
import { type Conduct, stopIfCancelled } from './tasks.ts';

/** Files at a time; each is synced, and the disk does several at once. */
const width = 8;

/** What is unpacked, and the folder that stands for each source's own. */
export interface Unpacking {
  readonly files: readonly Target[];
  readonly folders: readonly TargetFolder[];
  readonly staged: ReadonlyMap<ArchiveSource, string>;
  /** Null: there are no secrets among the files. */
  readonly key: SealKey | null;
}

/**
 * Unpacks files into folders that are there and empty, so that all of it outlasts a power cut. Every hash is compared
 * while the bytes pass. Faults: `archives/damaged`, `archives/cancelled`; rejects otherwise with the system's own error.
 */
export async function unpack(
  disk: Disk,
  archive: OpenedArchive,
  { files, folders, staged, key }: Unpacking,
  { signal, advance }: Pick<Conduct, 'signal' | 'advance'>,
): Promise<void> {
  const placeOf = ({ source, path }: { source: ArchiveSource; path: string }) => join(staged.get(source) ?? '', path);
  const made = createFolderMaker(disk, new Set(staged.values()));
  for (const folder of folders) await made.folder(placeOf(folder));
  for (const file of files) await made.folder(dirname(placeOf(file)));
  await inParallel(files, width, async (file) => {
    const { member } = file;
    const pieces = openMember(archive, member, key);
    await fill(disk, placeOf(file), modeOf(member.mode, 'file'), pieces, (bytes) => {
      stopIfCancelled(signal);
      advance(bytes.length);
    });
  });
  for (const folder of folders) await setFolderMode(disk, placeOf(folder), modeOf(folder.mode, 'folder'));
  for (const folder of made.all()) {
    stopIfCancelled(signal);
    await disk.syncFolder(folder);
  }
}

async function fill(
  disk: Disk,
  path: string,
  mode: number,
  pieces: AsyncIterable<Uint8Array>,
  note: (bytes: Uint8Array) => void,
): Promise<void> {
  const file = await disk.create(path, 0o600);
  try {
    for await (const bytes of pieces) {
      note(bytes);
      await file.write(bytes);
    }
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads what was unpacked again and compares it with the archive. Fault: `home/unwritable`, `archives/cancelled`. */
export async function verifyUnpacked(
  disk: Disk,
  archive: OpenedArchive,
  { files, staged, key }: Unpacking,
  { signal, advance }: Pick<Conduct, 'signal' | 'advance'>,
): Promise<void> {
  await inParallel(files, width, async ({ member, source, path }) => {
    stopIfCancelled(signal);
    const place = join(staged.get(source) ?? '', path);
    const file = await disk.open(place);
    try {
      let at = 0;
      for await (const bytes of openMember(archive, member, key)) {
        if (Buffer.compare(await file.readAt(at, bytes.length), bytes) !== 0) throw unlike(place);
        at += bytes.length;
        advance(bytes.length);
      }
      if ((await file.readAt(at, 1)).length > 0) throw unlike(place);
    } finally {
      await file.close();
    }
  });
}

function unlike(place: string): Fault {
  return new Fault('home/unwritable', `${place} was written, but other bytes came back from the disk.`);
}

/** Makes folders for this account alone; the modes come when they are full. */
function createFolderMaker(disk: Disk, tops: ReadonlySet<string>) {
  const made = new Set(tops);
  async function folder(path: string): Promise<void> {
    if (made.has(path)) return;
    await folder(dirname(path));
    await disk.mkdir(path, 0o700);
    made.add(path);
  }
  return { folder, all: (): readonly string[] => [...made].reverse() };
}

/** Its owner has to get in and out, and no stranger may write there; nothing runs as somebody else. */
function modeOf(mode: number, kind: 'file' | 'folder'): number {
  return (mode & 0o775) | (kind === 'file' ? 0o400 : 0o700);
}

async function setFolderMode(disk: Disk, path: string, mode: number): Promise<void> {
  // Windows opens no folders, and has no modes.
  if (process.platform === 'win32' || mode === 0o700) return;
  const folder = await disk.open(path);
  try {
    await folder.chmod(mode);
    await folder.sync();
  } finally {
    await folder.close();
  }
}
