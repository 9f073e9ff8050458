import { join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unreadable } from '../lib/file-fault.ts';
import { emptyDocument, largestFile, readDocument, type SettingsDocument } from './document.ts';
import type { SettingsPorts } from './ports.ts';

type ReadingPorts = Pick<SettingsPorts, 'disk' | 'files' | 'folder'>;

/** The files of one user's settings. */
export interface SettingsPaths {
  readonly folder: string;
  readonly file: string;
  /** The content that was written last, kept beside it. */
  readonly lastGood: string;
}

/** Where the files of a user are. */
export function pathsOf({ folder }: Pick<SettingsPorts, 'folder'>, userId: string): SettingsPaths {
  const own = join(folder(), userId);
  return { folder: own, file: join(own, 'settings.json'), lastGood: join(own, 'settings.last-good.json') };
}

/** What is kept of a user: `bytes` are null where there is no file yet. */
export type SettingsReading =
  | { readonly state: 'good'; readonly document: SettingsDocument; readonly bytes: Uint8Array | null }
  | { readonly state: 'trouble'; readonly fault: Fault };

/** Reads a user's file. Never throws: what cannot be used is the trouble, and nothing is changed. */
export async function readSettings(ports: ReadingPorts, userId: string): Promise<SettingsReading> {
  const paths = pathsOf(ports, userId);
  try {
    const bytes = await bytesOf(ports, paths);
    if (bytes !== null) return documentOf(bytes, paths.file);
    // It was there once: that it is gone is not the same as never having set anything.
    if (await ports.files.exists(paths.lastGood)) throw trouble(paths.file, 'it is gone');
    return { state: 'good', document: emptyDocument, bytes };
  } catch (cause) {
    const fault = cause instanceof Fault ? cause : unreadable(paths.file, cause);
    return { state: 'trouble', fault };
  }
}

/** The last good copy, null where there is none that can be used. */
export async function readLastGood(
  ports: ReadingPorts,
  userId: string,
): Promise<{ readonly document: SettingsDocument; readonly bytes: Uint8Array } | null> {
  const { folder, lastGood } = pathsOf(ports, userId);
  try {
    const bytes = await bytesOf(ports, { folder, file: lastGood });
    const reading = bytes === null ? null : documentOf(bytes, lastGood);
    return reading?.state === 'good' && bytes !== null ? { document: reading.document, bytes } : null;
  } catch {
    return null;
  }
}

function documentOf(bytes: Uint8Array, path: string): SettingsReading {
  const reading = readDocument(new TextDecoder().decode(bytes));
  if (reading.state === 'read') return { state: 'good', document: reading.document, bytes };
  if (reading.state === 'damaged') return { state: 'trouble', fault: trouble(path, reading.why) };
  const message = `${path} was written by a newer version of this app (format ${reading.version}).`;
  return { state: 'trouble', fault: new Fault('settings/newer', message) };
}

/** Looked at before it is read: a link leads anywhere, and another account's file may change under one's hands. */
async function bytesOf({ disk, files, folder }: ReadingPorts, paths: Pick<SettingsPaths, 'folder' | 'file'>) {
  const own = await looked(disk.lstat(paths.folder));
  if (own === null) return null;
  if (own.kind !== 'folder') throw trouble(paths.folder, `it is ${own.kind === 'link' ? 'a link' : 'no folder'}`);
  const entry = await looked(disk.lstat(paths.file));
  if (entry === null) return null;
  if (entry.kind !== 'file') {
    const what = { link: 'a link', folder: 'a folder', other: 'no plain file' }[entry.kind];
    throw trouble(paths.file, `it is ${what}`);
  }
  if (entry.size > largestFile) throw trouble(paths.file, 'it is larger than 4 MB');
  const above = await looked(disk.lstat(folder()));
  if (entry.uid !== ownUid(entry.uid) && entry.uid !== above?.uid) {
    throw trouble(paths.file, 'it belongs to another account of this computer');
  }
  return files.read(paths.file);
}

/** Windows has no such numbers. */
function ownUid(otherwise: number): number {
  return process.getuid?.() ?? otherwise;
}

async function looked<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await look;
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return null;
    throw cause;
  }
}

function trouble(path: string, why: string): Fault {
  return new Fault('settings/unreadable', `${path} cannot be used: ${why}.`);
}
