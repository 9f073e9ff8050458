import { dirname } from 'node:path';
import type { Disk } from './disk.ts';
import { isErrno, unwritable } from './file-fault.ts';
import { stagedPath } from './journal-record.ts';
import { sameBytes } from './read-file.ts';
import { settled } from './settled.ts';
import { refuseChanged, renamePatiently, replaceable, stageFile } from './write-file.ts';

/** One file of a set: as it must be now, and its new bytes. */
export interface SetChange {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
  /** Permission bits of a file that is not there yet. */
  readonly mode?: number;
}

/** For this account alone, where a file comes new: it may hold a key. */
const newMode = 0o600;

/**
 * Several files whose replacement is undone or finished by a record that is kept elsewhere, and that names their old and
 * new bytes: the set itself promises only that each file is old or new, never torn.
 */
export interface FileSet {
  /** The new bytes come to lie beside the files, complete and lasting. Faults: `home/file-changed`, `home/unwritable`. */
  stage(): Promise<void>;
  /** They take their places, in order. Faults: `home/file-changed` where a file is not as before, `home/unwritable`. */
  place(): Promise<void>;
  /** Until that outlasts a power cut. Fault: `home/unwritable`. */
  outlast(): Promise<void>;
  /** Takes away what was staged and did not take its place; may be repeated. Fault: `home/unwritable`. */
  drop(): Promise<void>;
}

/** Makes a set; nothing is touched before `stage`. @param id of the record, in the names of what is staged */
export function createFileSet(disk: Disk, id: string, changes: readonly SetChange[]): FileSet {
  const real = changes.filter(({ before, after }) => !sameBytes(before, after));
  const folders = [...new Set(changes.map(({ path }) => dirname(path)))];
  const each = (work: (change: SetChange) => Promise<void>, of = real) =>
    settled(of.map((change) => work(change).catch(faultOf(change.path))));
  return {
    // All are waited for: one that still wrote after another had failed would leave a file behind.
    stage: () =>
      each(async ({ path, before, after, mode }) => {
        await refuseChanged(disk, path, before);
        await stageFile(disk, stagedPath(path, id), after, await replaceable(disk, path), mode ?? newMode);
      }),
    async place() {
      await each(({ path, before }) => refuseChanged(disk, path, before), [...changes]);
      for (const { path, before } of real) {
        await refuseChanged(disk, path, before).catch(faultOf(path));
        await renamePatiently(disk, stagedPath(path, id), path).catch(faultOf(path));
      }
    },
    outlast: () => settled(folders.map((folder) => disk.syncFolder(folder).catch(faultOf(folder)))),
    async drop() {
      await each(({ path }) => ignoringAbsent(disk.unlink(stagedPath(path, id))));
      await settled(folders.map((folder) => ignoringAbsent(disk.syncFolder(folder)).catch(faultOf(folder))));
    },
  };
}

function faultOf(path: string): (cause: unknown) => never {
  return (cause) => {
    throw unwritable(path, cause);
  };
}

async function ignoringAbsent(work: Promise<void>): Promise<void> {
  await work.catch((cause) => {
    if (!isErrno(cause, 'ENOENT', 'ENOTDIR')) throw cause;
  });
}
