import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Caller } from '../../../src-shared/define.ts';
import { type Disk, realDisk } from '../../lib/disk.ts';
import { createFiles } from '../../lib/files.ts';
import { createJournal } from '../../lib/journal.ts';
import { userFolders } from '../../lib/user-paths.ts';
import { createUsers, type UsersFeature } from '../index.ts';
import type { UsersPorts } from '../ports.ts';

/** Who asks, in tests. */
export const caller: Caller = { kind: 'cli', windowId: 0 };

/** A home of a test's own with the users feature on it. */
export interface UsersHome {
  readonly folder: string;
  readonly registry: string;
  /** Who is current; to be set. */
  currentId: string | null;
  /** Containers that mount the data; to be set. A thrown thing is thrown. */
  uses: () => readonly { readonly container: string; readonly running: boolean }[];
  /** What time it is; to be set. */
  now: Date;
  /** Warnings and errors that were logged. */
  readonly logged: string[];
  open(extra?: Partial<UsersPorts>): UsersFeature;
  /** Writes the registry as it is given. */
  put(text: string): Promise<void>;
  /** Writes a registry of these entries, in upstream's style. */
  putEntries(...entries: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  entries(): Promise<readonly Record<string, unknown>[]>;
  /** Writes a file below the user's own folder. */
  putData(userId: string, path: string, text: string): Promise<void>;
  /** The user's own folder. */
  dataOf(userId: string): string;
  /** As a change made by others is told. */
  outside(): void;
  end(): Promise<void>;
}

/** Makes a home where paula is current, without a registry. */
export async function openUsersHome(disk: Disk = realDisk): Promise<UsersHome> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-users-'));
  const registry = join(folder, 'data', 'users_registry.json');
  const dataOf = (userId: string) => join(folder, 'data', 'agno', userId);
  const listeners = new Set<() => void>();
  const log = {
    info: () => undefined,
    warn: (message: string) => void home.logged.push(message),
    error: (message: string, cause?: unknown) => void home.logged.push(`${message} ${String(cause)}`),
  };
  const files = createFiles(disk);
  const clock = { now: () => home.now, tick: () => home.now.getTime() };

  async function put(text: string): Promise<void> {
    await mkdir(dirname(registry), { recursive: true });
    await writeFile(registry, text);
  }

  const home: UsersHome = {
    folder,
    registry,
    currentId: 'paula',
    uses: () => [],
    now: new Date(2026, 0, 2, 3, 4, 5),
    logged: [],
    open: (extra = {}) =>
      createUsers({
        ...{ disk, files, clock, log },
        journal: createJournal({ disk, folder: () => join(folder, 'desktop', 'journal'), clock, log }),
        folders: () => ({ backups: join(folder, 'backups'), desktop: join(folder, 'desktop') }),
        dataPlace: async () => ({ root: { path: join(folder, 'data') }, backend: 'agno' }),
        registryFile: async () => registry,
        currentUserId: async () => home.currentId,
        forgetPassphrase: async () => undefined,
        async prepareUserFolders(id) {
          for (const one of userFolders(join(folder, 'data'), 'agno', id)) await mkdir(one, { recursive: true });
        },
        usesOf: async () => home.uses(),
        hold: async () => async () => undefined,
        onOutsideChange(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        ...extra,
      }),
    put,
    putEntries: (...users) => put(JSON.stringify({ users }, null, 2)),
    entries: async () => (JSON.parse(await readFile(registry, 'utf8')) as { users: Record<string, unknown>[] }).users,
    async putData(userId, path, text) {
      const full = join(dataOf(userId), path);
      await mkdir(dirname(full), { recursive: true });
      await writeFile(full, text);
    },
    dataOf,
    outside: () => {
      for (const listener of listeners) listener();
    },
    end: () => rm(folder, { recursive: true }),
  };
  return home;
}
