import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from './disk.ts';
import { unwritable } from './file-fault.ts';
import { hashOf, type IntendedChange, stagedPath } from './journal-record.ts';
import { replacingOf, undoIntent } from './journal-steps.ts';
import { sameBytes } from './read-file.ts';
import { changedFault, ignoreAbsent, putInPlace, type Replacing, replacedKnown } from './replace-file.ts';
import { settled } from './settled.ts';
import { refuseChanged, replaceable, stageFile } from './write-file.ts';

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
 * new bytes: the set itself promises only that each file is old or new, never torn, and that nothing another program
 * writes at the same time is lost.
 */
export interface FileSet {
  /** The new bytes come to lie beside the files, complete and lasting. Faults: `home/file-changed`, `home/unwritable`. */
  stage(): Promise<void>;
  /**
   * They change places with the files, in order; the old ones wait from now on. Faults: `home/file-changed` where a file
   * was not as before, `home/unwritable`.
   */
  place(): Promise<void>;
  /**
   * Until that outlasts a power cut. Faults: `home/unwritable`, `home/file-changed` where another program was in the
   * midst of writing.
   */
  outlast(): Promise<void>;
  /**
   * Puts back whatever was replaced and is still waiting, and takes the rest away; may be repeated. What another program
   * wrote after that stays, and an earlier text of it is kept beside. Fault: `home/unwritable`.
   */
  giveBack(): Promise<void>;
  /** Takes away what waits, once it is sure that it is not needed any more. Fault: `home/unwritable`. */
  drop(): Promise<void>;
}

/** Makes a set; nothing is touched before `stage`. @param id of the record, in the names of what waits */
export function createFileSet(disk: Disk, id: string, changes: readonly SetChange[]): FileSet {
  const real = changes.filter(({ before, after }) => !sameBytes(before, after));
  const folders = [...new Set(real.map(({ path }) => dirname(path)))];
  const intended = real.map(({ path, before, after }): IntendedChange => {
    return { path, before: hashOf(before), after: hashOf(after) };
  });
  const replacings = intended.map((change) => replacingOf(disk, change, id));
  const sync = () => settled(folders.map((folder) => disk.syncFolder(folder).catch(faultOf(folder))));
  return {
    // All are waited for: one that still wrote after another had failed would leave a file behind.
    stage: () =>
      settled(
        real.map(async ({ path, before, after, mode }) => {
          await refuseChanged(disk, path, before);
          const old = await replaceable(disk, path).catch(faultOf(path));
          await stageFile(disk, stagedPath(path, id), after, old, mode ?? newMode).catch(faultOf(path));
        }),
      ),
    async place() {
      await refuseAllChanged(disk, changes);
      for (const replacing of replacings) await putKnownInPlace(disk, replacing).catch(faultOf(replacing.path));
      await refuseAllReplaced(disk, replacings);
    },
    async outlast() {
      await sync();
      await refuseAllReplaced(disk, replacings);
    },
    async giveBack() {
      await undoIntent(disk, { id, changes: intended, folders: [] }, 'undoing').catch((cause) => {
        throw unwritable(folders.join(', '), cause);
      });
    },
    drop: () =>
      settled(replacings.map(({ waiting }) => disk.unlink(waiting).catch(ignoreAbsent).catch(faultOf(waiting)))),
  };
}

/** Looks at every file, so that the fault names all that stand in the way. */
async function refuseAllChanged(disk: Disk, changes: readonly SetChange[]): Promise<void> {
  const looks = await Promise.allSettled(changes.map(({ path, before }) => refuseChanged(disk, path, before)));
  const failures = looks.flatMap((look): unknown[] => (look.status === 'rejected' ? [look.reason] : []));
  const [first] = failures;
  if (first === undefined) return;
  if (!(first instanceof Fault) || first.code !== 'home/file-changed') throw first;
  const details = failures.flatMap((failure) => (failure instanceof Fault ? failure.details : []));
  throw new Fault(first.code, first.message, { cause: first, details });
}

/** With a last look, so that as little as can be has to be given back; only the change of places itself is sure. */
async function putKnownInPlace(disk: Disk, replacing: Replacing): Promise<void> {
  if (replacing.change !== 'made' && !(await replacing.holdsBefore(replacing.path))) throw changedFault(replacing.path);
  await putInPlace(disk, replacing);
}

/** Looks at everything that was replaced, so that the fault names all that other programs wrote in the moment of it. */
async function refuseAllReplaced(disk: Disk, replacings: readonly Replacing[]): Promise<void> {
  const known = await Promise.all(replacings.map((replacing) => replacedKnown(disk, replacing)));
  const details = replacings.flatMap(({ path }, index) => (known[index] === true ? [] : [path]));
  const [first] = details;
  if (first !== undefined) throw new Fault('home/file-changed', changedFault(first).message, { details });
}

function faultOf(path: string): (cause: unknown) => never {
  return (cause) => {
    throw unwritable(path, cause);
  };
}
