import { basename, dirname, join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { envValues, readEnv } from '../formats/env-file.ts';
import { writeUserIdFile } from '../formats/user-id-file.ts';
import type { Files } from '../lib/files.ts';
import type { FileChange, Journal } from '../lib/journal.ts';
import { sameBytes } from '../lib/read-file.ts';
import type { Clock } from '../ports.ts';
import type { SwitchedFile } from './ports.ts';

/** The files a switch writes. */
export interface SwitchFolders {
  readonly userIdFile: string;
  /** Folder of the backups of the Docker env files (spec 1.2). */
  readonly envBackups: string;
  readonly services: Readonly<Record<(typeof serviceNames)[number], { readonly envFile: string }>>;
}

/** The three files of a switch: planned, backed up, written, put back. Holds nothing between calls. */
export interface SwitchFiles {
  plan(userId: string): Promise<readonly SwitchedFile[]>;
  backUp(changes: readonly SwitchedFile[]): Promise<string>;
  write(changes: readonly SwitchedFile[]): Promise<void>;
  restore(changes: readonly SwitchedFile[]): Promise<void>;
  /**
   * Makes the env files that name another user name this one, with a backup; writes nothing where none does. Absent ones
   * stay absent.
   * @param allow asked before anything is written; what it throws is thrown
   */
  align(userId: string, allow: () => Promise<void>): Promise<void>;
}

/** Makes the file part of the switch. Faults: `home/file-missing`, `home/file-changed`, `home/unwritable`. */
export function createSwitchFiles(ports: {
  files: Files;
  journal: Journal;
  folders(): SwitchFolders;
  clock: Clock;
}): SwitchFiles {
  const { files, journal, folders, clock } = ports;

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

  const write = (changes: readonly SwitchedFile[]) => journal.apply('switching the user', changes);

  /** What puts a file back, or null where nothing is to be done. */
  async function putBack({ path, before, after }: SwitchedFile): Promise<FileChange | null> {
    const now = await files.read(path);
    if (sameBytes(now, before)) return null;
    if (sameBytes(now, after)) return { path, before: now, after: before };
    // Another program wrote meanwhile. Its text is never overwritten by an undo, but where it took over the new user
    // from ours, the former one is named again.
    if (now === null || before === null || after === null || userIn(now) !== userIn(after)) return null;
    const former = userIn(before);
    if (former === userIn(after)) return null;
    if (former === null) {
      throw new Fault('home/file-changed', `${path} was changed by another program and still names ${userIn(after)}.`);
    }
    return { path, before: now, after: setEnvValue(now, 'USER_ID', former).bytes };
  }

  return {
    backUp,
    write,
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
    async restore(changes) {
      const outcomes = await Promise.allSettled([...changes].reverse().map(putBack));
      const back = outcomes.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
      await journal.apply('taking back a switch of the user', back);
      const failed = outcomes.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    async align(userId, allow) {
      const paths = serviceNames.map((name) => folders().services[name].envFile);
      const there = await Promise.all(paths.map((path) => files.exists(path)));
      const planned = paths.filter((_path, index) => there[index]).map((path) => planEnvFile(path, userId));
      const wrong = (await Promise.all(planned)).filter(({ before, after }) => !sameBytes(before, after));
      if (wrong.length === 0) return;
      await allow();
      await backUp(wrong);
      await write(wrong);
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

/** Whom an env file, or env.userid, names; null where it names nobody. */
function userIn(bytes: Uint8Array): string | null {
  return envValues(readEnv(new TextDecoder().decode(bytes), () => undefined)).get('USER_ID') ?? null;
}
