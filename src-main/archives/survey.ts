import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ArchivePart, LeftOut, LeftOutReason, PartSize } from '../../src-shared/archives.ts';
import { archiveParts } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { holdsSecrets } from '../formats/secret-files.ts';
import type { Disk, DiskEntry } from '../lib/disk.ts';
import { isErrno, unreadable } from '../lib/file-fault.ts';
import { lookAt } from '../lib/file-tree.ts';
import { createNameBook, whyUnportable } from '../lib/zip-names.ts';
import type { ArchiveSource, ArchivesPorts } from './ports.ts';

/** A file or folder that belongs into an archive. */
export interface Found extends DiskEntry {
  readonly source: ArchiveSource;
  /** In the archive, with slashes: source and path. */
  readonly name: string;
  readonly path: string;
  /** The path without links. */
  readonly real: string;
  readonly isSecret: boolean;
}

/** Everything of a user that belongs into an archive, and what does not though it is there. */
export interface Survey {
  readonly files: readonly Found[];
  readonly folders: readonly Found[];
  readonly leftOut: readonly LeftOut[];
}

/** Largest settings file whose text is looked into. */
const lookedInto = 512 * 1024;
/** What this app's own writers leave for moments, or were cut off in leaving. */
const passing = /^\..+\.(draft|lock|staged|kept)$/;

/** Lists what of a user belongs into an archive; links are never followed. Faults: `users/folder-outside`, `home/file-unreadable`. */
export async function survey(
  { disk, sources }: Pick<ArchivesPorts, 'disk' | 'sources'>,
  userId: string,
  parts: readonly ArchivePart[],
): Promise<Survey> {
  const [files, folders, leftOut]: [Found[], Found[], LeftOut[]] = [[], [], []];
  const names = createNameBook();
  const omit = (name: string, reason: LeftOutReason) => void leftOut.push({ path: name, reason });

  async function take(source: ArchiveSource, [path, real]: readonly [string, string], below: string, entry: DiskEntry) {
    const name = `${source.name}/${below}`;
    const { kind } = entry;
    if (kind === 'link') return omit(name, 'link');
    if (kind === 'other') return omit(name, 'special');
    if (whyUnportable(name) !== null || names.take(name, kind) !== null) return omit(name, 'name');
    if (kind === 'folder') return void folders.push({ ...entry, source, name, path, real, isSecret: false });
    const isSecret = await secret(disk, source, path, below, entry);
    if (isSecret === null) omit(name, 'unreadable');
    else files.push({ ...entry, source, name, path, real, isSecret });
  }

  async function look(folder: string, real: string, below: string, own: readonly ArchiveSource[]): Promise<void> {
    for (const name of await namesIn(disk, join(folder, below))) {
      if (passing.test(name)) continue;
      const path = below === '' ? name : `${below}/${name}`;
      const source = own.find((one) => one.takes(path));
      const entry = await lookAt(disk, join(folder, path)).catch(() => null);
      if (source === undefined || entry === null) continue;
      const wanted = parts.includes(source.part);
      const before = leftOut.length;
      if (wanted) await take(source, [join(folder, path), join(real, path)], path, entry);
      if (entry.kind !== 'folder' || leftOut.length > before) continue;
      await look(folder, real, path, own).catch((cause) => {
        if (!isErrno(cause, 'EACCES', 'EPERM', 'ENOENT')) throw cause;
        if (wanted) omit(`${source.name}/${path}`, isErrno(cause, 'ENOENT') ? 'gone' : 'unreadable');
      });
    }
  }

  for (const [folder, own] of await byFolder(sources, userId)) {
    const found = await safeFolder(disk, folder, own);
    if (!found) continue;
    await disk
      .realpath(folder)
      .then((real) => look(folder, real, '', own))
      .catch((cause) => {
        throw unreadable(folder, cause);
      });
  }
  return { files, folders, leftOut };
}

/** How much of each part there is, in the order of the parts. */
export function sizesOf(files: readonly Pick<Found, 'source' | 'size' | 'isSecret'>[]): readonly PartSize[] {
  return archiveParts.map((part) => {
    const own = files.filter(({ source }) => source.part === part);
    const bytes = own.reduce((sum, { size }) => sum + size, 0);
    return { part, files: own.length, bytes, secrets: own.filter(({ isSecret }) => isSecret).length };
  });
}

/** The sources by the folder they share. */
export async function byFolder(
  sources: readonly ArchiveSource[],
  userId: string,
): Promise<ReadonlyMap<string, readonly ArchiveSource[]>> {
  const found = new Map<string, ArchiveSource[]>();
  for (const source of sources) {
    const folder = await source.folder(userId);
    found.set(folder, [...(found.get(folder) ?? []), source]);
  }
  return found;
}

/**
 * Whether a user's folder is there; nothing on the way to it from its root may be a link, or it could be another's.
 * Fault: `users/folder-outside`.
 */
export async function safeFolder(disk: Disk, folder: string, own: readonly ArchiveSource[]): Promise<boolean> {
  for (const { root } of own) {
    const top = resolve(await root());
    const way = relative(top, folder);
    if (way === '' || isAbsolute(way) || way.split(sep).includes('..')) throw outside(folder, `is not below ${top}`);
    for (let at = folder; at !== top; at = dirname(at)) {
      const entry = await lookAt(disk, at).catch((cause) => {
        throw unreadable(at, cause);
      });
      if (entry !== null && entry.kind !== 'folder')
        throw outside(at, entry.kind === 'link' ? 'is a link' : 'is no folder');
    }
  }
  return (await lookAt(disk, folder)) !== null;
}

function outside(folder: string, why: string): Fault {
  return new Fault('users/folder-outside', `${folder} ${why}, so it is not touched.`);
}

async function namesIn(disk: Disk, folder: string): Promise<readonly string[]> {
  return [...(await disk.list(folder))].sort();
}

/** Null where the text would tell and cannot be read. */
async function secret(
  disk: Disk,
  source: ArchiveSource,
  path: string,
  below: string,
  { size }: DiskEntry,
): Promise<boolean | null> {
  const secrecy = source.secrecy(below);
  if (secrecy !== 'look') return secrecy === 'secret';
  // Nobody's settings are that long: it is data, in a format that settings have too.
  if (size > lookedInto) return false;
  try {
    const file = await disk.open(path);
    try {
      return holdsSecrets(new TextDecoder().decode(await file.readAt(0, lookedInto)));
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (isErrno(cause, 'EACCES', 'EPERM', 'ENOENT')) return null;
    throw unreadable(path, cause);
  }
}
