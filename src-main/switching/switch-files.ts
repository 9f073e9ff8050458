import { basename, dirname, join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { envValues, readEnv } from '../formats/env-file.ts';
import { writeUserIdFile } from '../formats/user-id-file.ts';
import type { Files } from '../lib/files.ts';
import { settled } from '../lib/settled.ts';
import type { Clock } from '../ports.ts';
import type { FileChange } from './ports.ts';

/** The files a switch writes. */
export interface SwitchFolders {
  readonly userIdFile: string;
  /** Folder of the backups of the Docker env files (spec 1.2). */
  readonly envBackups: string;
  readonly services: Readonly<Record<(typeof serviceNames)[number], { readonly envFile: string }>>;
}

/** The three files of a switch: planned, backed up, written, put back. Holds nothing between calls. */
export interface SwitchFiles {
  plan(userId: string): Promise<readonly FileChange[]>;
  backUp(changes: readonly FileChange[]): Promise<string>;
  write(changes: readonly FileChange[]): Promise<void>;
  restore(changes: readonly FileChange[]): Promise<void>;
  /**
   * Makes the env files that name another user name this one, with a backup; writes nothing where none does. Absent ones
   * stay absent.
   * @param allow asked before anything is written; what it throws is thrown
   */
  align(userId: string, allow: () => Promise<void>): Promise<void>;
}

/** Makes the file part of the switch. Faults: `home/file-missing`, `home/file-changed`, `home/unwritable`. */
export function createSwitchFiles(ports: { files: Files; folders(): SwitchFolders; clock: Clock }): SwitchFiles {
  const { files, folders, clock } = ports;

  async function planEnvFile(path: string, userId: string): Promise<FileChange> {
    const before = await files.read(path);
    if (before === null) throw new Fault('home/file-missing', `${path} is missing, so its user cannot be changed.`);
    const after = setEnvValue(before, 'USER_ID', userId).bytes;
    return { path, backupName: `${basename(dirname(path))}_${basename(path)}`, before, after };
  }

  async function backUp(changes: readonly FileChange[]): Promise<string> {
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

  async function write(changes: readonly FileChange[]): Promise<void> {
    const { userIdFile } = folders();
    await settled(changes.filter(({ path }) => path !== userIdFile).map((change) => writeOver(files, change)));
    // Last, as it was planned.
    await settled(changes.filter(({ path }) => path === userIdFile).map((change) => writeOver(files, change)));
  }

  async function putBack({ path, before, after }: FileChange): Promise<void> {
    const now = await files.read(path);
    if (sameBytes(now, before)) return;
    if (sameBytes(now, after)) {
      if (before === null) await files.remove(path);
      else await files.write(path, before);
      return;
    }
    // Another program wrote meanwhile. Its text is never overwritten by an undo, but where it took over the new user
    // from ours, the former one is named again.
    if (now === null || before === null || userIn(now) !== userIn(after)) return;
    const former = userIn(before);
    if (former === userIn(after)) return;
    if (former === null) {
      throw new Fault('home/file-changed', `${path} was changed by another program and still names ${userIn(after)}.`);
    }
    await files.write(path, setEnvValue(now, 'USER_ID', former).bytes);
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
      return [...envFiles, { path: userIdFile, backupName: 'home_env.userid', before, after }];
    },
    async restore(changes) {
      const failures: unknown[] = [];
      for (const change of [...changes].reverse()) {
        await putBack(change).catch((cause) => failures.push(cause));
      }
      if (failures.length > 0) throw failures[0];
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

/** Writes one file, unless it is no longer as it was planned. */
async function writeOver(files: Files, { path, before, after }: FileChange): Promise<void> {
  if (!sameBytes(await files.read(path), before)) {
    throw new Fault('home/file-changed', `${path} was changed by another program during the switch.`);
  }
  await files.write(path, after);
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

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return Buffer.from(a).equals(b);
}
