import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from '../lib/disk.ts';
import { isErrno, reasonOf, unreadable } from '../lib/file-fault.ts';
import { lookAt } from '../lib/file-tree.ts';
import { fullPath } from '../lib/full-path.ts';
import { ignoreAbsent, placeNew, renamePatiently } from '../lib/replace-file.ts';
import { openArchive } from './open-archive.ts';
import type { ArchivesPorts } from './ports.ts';

/**
 * Where an archive may go: a `.zip` in a folder that is there, outside the home and the data folder, where it could be
 * taken for a user's data, or become part of itself. Backups may be kept with the others. Answers with the path without
 * links. Faults: `archives/target-refused`, `archives/target-taken`.
 */
export async function findTarget(
  ports: Pick<ArchivesPorts, 'disk' | 'homeFolder' | 'folders' | 'dataRoot'>,
  path: string,
  replace: boolean,
): Promise<string> {
  const { disk } = ports;
  const asked = fullPath(path, ports);
  const refuse = (why: string): never => {
    throw new Fault('archives/target-refused', `The archive cannot go to ${asked}: ${why}.`);
  };
  if (!/[^.].*\.zip$/i.test(basename(asked))) refuse('its name does not end in .zip');
  const folder = await realFolder(disk, dirname(asked), refuse);
  const { path: home, backups } = ports.folders();
  for (const own of [home, await ports.dataRoot()]) {
    if (!(await isBelow(disk, folder, own)) || (await isBelow(disk, folder, backups))) continue;
    refuse(`that is inside ${own}`);
  }
  const target = join(folder, basename(asked));
  await refuseTaken(disk, target, replace);
  return target;
}

async function realFolder(disk: Disk, folder: string, refuse: (why: string) => never): Promise<string> {
  try {
    const real = await disk.realpath(folder);
    return (await disk.lstat(real)).kind === 'folder' ? real : refuse(`${folder} is no folder`);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    return refuse(`${folder}: ${reasonOf(cause)}`);
  }
}

/** A folder that is not there has nothing below it. */
async function isBelow(disk: Disk, path: string, above: string): Promise<boolean> {
  const real = await disk.realpath(above).catch(() => null);
  if (real === null) return false;
  const way = relative(real, path);
  return way === '' || !(isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`));
}

/** Whatever is no archive of this app is never overwritten, whoever agrees. Fault: `archives/target-taken`. */
async function refuseTaken(disk: Disk, target: string, replace: boolean): Promise<void> {
  const there = await lookAt(disk, target).catch((cause) => {
    throw unreadable(target, cause);
  });
  if (there === null) return;
  if (!replace) throw taken(target);
  try {
    await (await openArchive(disk, target)).zip.close();
  } catch (cause) {
    throw new Fault('archives/target-taken', `${target} is there already, and is no archive of this app.`, {
      cause,
      hint: 'Choose another file name.',
    });
  }
}

/**
 * Gives a finished file its name. Without `replace` nothing is ever overwritten, not even what came there a moment ago,
 * and a failure leaves nothing under the name. Fault: `archives/target-taken`; rejects otherwise with the system's own
 * error.
 */
export async function placeTarget(disk: Disk, draft: string, target: string, replace: boolean): Promise<void> {
  if (replace) {
    await renamePatiently(disk, draft, target);
    await disk.syncFolder(dirname(target));
    return;
  }
  await placeNew(disk, draft, target).catch((cause) => {
    throw isErrno(cause, 'EEXIST') ? taken(target) : cause;
  });
  try {
    // Gone already where the disk knows no second name of a file.
    await disk.unlink(draft).catch(ignoreAbsent);
    await disk.syncFolder(dirname(target));
  } catch (cause) {
    await disk.unlink(target).catch(() => undefined);
    throw cause;
  }
}

function taken(target: string): Fault {
  return new Fault('archives/target-taken', `${target} is there already.`);
}
