import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Files } from '../lib/files.ts';
import type { FileChange, Journal } from '../lib/journal.ts';
import { foldersOf } from './folders.ts';

/**
 * Fills an empty home from the seed (spec 1.3), wholly or not at all. Faults: `home/unwritable`,
 * `home/file-unreadable`, `home/file-missing` where the seed itself is not whole.
 */
export async function seedHome(home: string, seed: string, files: Files, journal: Journal): Promise<void> {
  const from = foldersOf(seed).services;
  const to = foldersOf(home).services;
  const copies = serviceNames.flatMap((name) => [
    copy(from[name].composeFile, to[name].composeFile, files),
    copy(from[name].envFile, to[name].envFile, files),
  ]);
  await journal.apply('filling the new home', await Promise.all(copies));
}

/** A folder in which the app itself began to write, and nothing more, counts as empty: the window's own settings. */
export async function isEmptyHome(home: string, files: Files): Promise<boolean> {
  return (await files.list(home)).every((name) => name === 'desktop');
}

async function copy(from: string, path: string, files: Files): Promise<FileChange> {
  const after = await files.read(from);
  if (after === null) throw new Fault('home/file-missing', `The app's own seed lacks ${from}.`);
  // Keys may be put into an env file later, so it is for this account alone from the start.
  return { path, before: null, after, mode: 0o600 };
}
