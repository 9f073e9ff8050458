import { basename, join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Files } from '../lib/files.ts';
import { foldersOf } from './folders.ts';

/**
 * Fills a home that is missing or empty from the seed (spec 1.3); a home with anything in it is left alone. The env
 * files come last: they are what the app looks for first when it has been cut off. Fault: `home/unwritable`.
 * @returns whether it was filled
 */
export async function seedHome(home: string, seed: string, files: Files): Promise<boolean> {
  if (!(await isEmpty(home, files))) return false;
  const from = foldersOf(seed).services;
  const to = foldersOf(home).services;
  for (const name of serviceNames) {
    await files.makeFolder(to[name].folder);
    await copy(from[name].composeFile, to[name].composeFile, files);
    await copy(from[name].envFile, to[name].envFile, files);
  }
  return true;
}

/** A folder in which the app itself began to write, and nothing more, counts as empty: the window's own settings. */
async function isEmpty(home: string, files: Files): Promise<boolean> {
  const names = await files.list(home);
  return names.every((name) => name === 'desktop');
}

async function copy(from: string, to: string, files: Files): Promise<void> {
  const bytes = await files.read(from);
  if (bytes === null) throw new Fault('home/file-missing', `The app's own seed lacks ${join(basename(from))}.`);
  // Keys may be put into an env file later, so it is for this account alone from the start.
  await files.write(to, bytes, { mode: 0o600 });
}
