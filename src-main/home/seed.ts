import { join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Files } from '../lib/files.ts';
import { foldersOf } from './folders.ts';

/** There while a home is being filled: one that was cut off half filled is known by it and filled at the next start. */
const mark = '.seeding';

/**
 * Fills a home that is missing or empty from the seed (spec 1.3); a home with anything in it is left alone.
 * Faults: `home/unwritable`, `home/file-unreadable`.
 * @returns whether it was filled
 */
export async function seedHome(home: string, seed: string, files: Files): Promise<boolean> {
  if (!(await isEmpty(home, files))) return false;
  const from = foldersOf(seed).services;
  const to = foldersOf(home).services;
  await files.makeFolder(home);
  await files.write(join(home, mark), new Uint8Array(), { mode: 0o600 });
  for (const name of serviceNames) {
    await files.makeFolder(to[name].folder);
    await copy(from[name].composeFile, to[name].composeFile, files);
    await copy(from[name].envFile, to[name].envFile, files);
  }
  await files.remove(join(home, mark));
  return true;
}

/** A folder in which the app itself began to write, and nothing more, counts as empty: the window's own settings. */
async function isEmpty(home: string, files: Files): Promise<boolean> {
  const names = await files.list(home);
  return names.includes(mark) || names.every((name) => name === 'desktop');
}

async function copy(from: string, to: string, files: Files): Promise<void> {
  if (await files.exists(to)) return;
  const bytes = await files.read(from);
  if (bytes === null) throw new Fault('home/file-missing', `The app's own seed lacks ${from}.`);
  // Keys may be put into an env file later, so it is for this account alone from the start.
  await files.write(to, bytes, { mode: 0o600 });
}
