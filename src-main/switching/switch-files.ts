import { basename, dirname, join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { envValues, readEnv } from '../formats/env-file.ts';
import { writeUserIdFile } from '../formats/user-id-file.ts';
import type { Disk } from '../lib/disk.ts';
import { createFileSet, type FileSet } from '../lib/file-set.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import { sameBytes } from '../lib/read-file.ts';
import { settled } from '../lib/settled.ts';
import type { Clock } from '../ports.ts';
import type { SwitchedFile } from './changes.ts';

/** The files a switch writes. */
export interface SwitchFolders {
  readonly userIdFile: string;
  /** Folder of the backups of the Docker env files (spec 1.2). */
  readonly envBackups: string;
  readonly services: Readonly<Record<(typeof serviceNames)[number], { readonly envFile: string }>>;
}

/**
 * The three files of a switch: planned, backed up, staged beside the old ones, put in their place, put back. What is
 * begun and cut off is brought to an end by the switch's record. Holds nothing between calls.
 */
export interface SwitchFiles {
  plan(userId: string): Promise<readonly SwitchedFile[]>;
  backUp(changes: readonly SwitchedFile[]): Promise<string>;
  /** The way of the new bytes into the files. @param id of the switch's record */
  set(id: string, changes: readonly SwitchedFile[]): FileSet;
  /**
   * Puts the former bytes back, one file after the other, and takes away what was staged; may be repeated. In a file
   * that another program wrote meanwhile only the former user is named again. Fault, after the others are back:
   * `home/file-changed` where neither can be done, `home/unwritable`.
   */
  restore(id: string, changes: readonly SwitchedFile[]): Promise<void>;
  /** The same for changes that were made in another way, of which nothing waits beside the files. */
  putBack(changes: readonly SwitchedFile[]): Promise<void>;
  /**
   * Makes the env files that name another user name this one, with a backup; writes nothing where none does. Absent ones
   * stay absent.
   * @param allow asked before anything is written; what it throws is thrown
   */
  align(userId: string, allow: () => Promise<void>): Promise<void>;
}

/** What the files are handled with. */
export interface SwitchFilesPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly journal: Journal;
  readonly clock: Clock;
  folders(): SwitchFolders;
}

/** Makes the file part of the switch. Faults: `home/file-missing`, `home/file-changed`, `home/unwritable`. */
export function createSwitchFiles({ disk, files, journal, clock, folders }: SwitchFilesPorts): SwitchFiles {
  async function planEnvFile(path: string, userId: string): Promise<SwitchedFile> {
    const before = await files.read(path);
    if (before === null) throw new Fault('home/file-missing', `${path} is missing, so its user cannot be changed.`);
    const after = setEnvValue(before, 'USER_ID', userId).bytes;
    return { path, backupName: `${basename(dirname(path))}_${basename(path)}`, before, after };
  }

  async function backUp(changes: readonly SwitchedFile[]): Promise<string> {
    const folder = folders().envBackups;
    await files.makeFolder(folder);
    const stamp = backupStamp(clock.now());
    await Promise.all(
      changes.map(async ({ before, backupName }) => {
        if (before !== null) await files.write(join(folder, `${backupName}_${stamp}.backup`), before, { mode: 0o600 });
      }),
    );
    return folder;
  }

  async function putBack(change: SwitchedFile): Promise<void> {
    const { path } = change;
    const now = await files.read(path);
    const former = formerBytes(change, now);
    if (former === now) return;
    if (former === null) await files.remove(path);
    else await files.write(path, former, { before: now });
  }

  const set = (id: string, changes: readonly SwitchedFile[]) => createFileSet(disk, id, changes);
  const putAllBack = async (changes: readonly SwitchedFile[]) =>
    void (await settled([...changes].reverse().map(putBack)));

  return {
    backUp,
    set,
    async plan(userId) {
      const { userIdFile, services } = folders();
      const [before, ...envFiles] = await Promise.all([
        files.read(userIdFile),
        ...serviceNames.map((name) => planEnvFile(services[name].envFile, userId)),
      ]);
      const after = new TextEncoder().encode(writeUserIdFile(userId));
      // env.userid last: whoever watches it finds the service files already true to it.
      return [...envFiles, { path: userIdFile, backupName: 'home_env.userid', before, after, mode: 0o644 }];
    },
    async restore(id, changes) {
      // First what still waits beside the files, whatever it is; then what is not waiting any more, by its bytes.
      await set(id, changes).giveBack();
      await putAllBack(changes);
    },
    putBack: putAllBack,
    async align(userId, allow) {
      const paths = serviceNames.map((name) => folders().services[name].envFile);
      const there = await Promise.all(paths.map((path) => files.exists(path)));
      const planned = paths.filter((_path, index) => there[index]).map((path) => planEnvFile(path, userId));
      const wrong = (await Promise.all(planned)).filter(({ before, after }) => !sameBytes(before, after));
      if (wrong.length === 0) return;
      await allow();
      await backUp(wrong);
      await journal.apply('naming the current user in the env files', wrong);
    },
  };
}

/** Local time as upstream stamps its backups: YYYYmmdd_HHMMSS, with milliseconds so that two in a second differ. */
function backupStamp(now: Date): string {
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${now.getFullYear()}${part(now.getMonth() + 1)}${part(now.getDate())}`;
  const time = `${part(now.getHours())}${part(now.getMinutes())}${part(now.getSeconds())}`;
  return `${day}_${time}_${part(now.getMilliseconds(), 3)}`;
}

/**
 * What a file is to hold again, which is what it holds where nothing is to be done. Another program's text is never
 * overwritten by an undo, but where it took over the new user from ours, the former one is named again.
 * Fault: `home/file-changed` where it names the new user and nobody knows the former one.
 */
function formerBytes({ path, before, after }: SwitchedFile, now: Uint8Array | null): Uint8Array | null {
  if (sameBytes(now, before)) return now;
  if (sameBytes(now, after)) return before;
  if (now === null || before === null || userIn(now) !== userIn(after)) return now;
  const former = userIn(before);
  if (former === userIn(after)) return now;
  if (former === null) {
    throw new Fault('home/file-changed', `${path} was changed by another program and still names ${userIn(after)}.`);
  }
  return setEnvValue(now, 'USER_ID', former).bytes;
}

/** Whom an env file, or env.userid, names; null where it names nobody. */
function userIn(bytes: Uint8Array): string | null {
  return envValues(readEnv(new TextDecoder().decode(bytes), () => undefined)).get('USER_ID') ?? null;
}
