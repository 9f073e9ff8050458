import { basename, dirname, join } from 'node:path';
import { serviceNames } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { setEnvValue } from '../formats/env-edit.ts';
import { writeUserIdFile } from '../formats/user-id-file.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
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

  return {
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
    async backUp(changes) {
      const folder = folders().envBackups;
      await files.makeFolder(folder);
      const stamp = backupStamp(clock.now());
      await Promise.all(
        changes.map(async ({ before, backupName }) => {
          if (before !== null)
            await files.write(join(folder, `${backupName}_${stamp}.backup`), before, { mode: 0o600 });
        }),
      );
      return folder;
    },
    write: (changes) => journal.apply('switching the user', changes),
    async restore(changes) {
      const now = await Promise.all(changes.map(({ path }) => files.read(path)));
      // Not ours any more, or not written yet: another program's text is never overwritten by an undo.
      const ours = changes.filter(({ after }, index) => sameBytes(now[index] ?? null, after)).reverse();
      await journal.apply(
        'taking back a switch of the user',
        ours.map(({ path, before, after }) => ({ path, before: after, after: before })),
      );
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
