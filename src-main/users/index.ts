import { dirname } from 'node:path';
import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import type { NewUser, User, UsersState, users } from '../../src-shared/users.ts';
import { addEntry, findEntry, localIso, titleOf, touchEntry } from '../formats/registry.ts';
import { toAppError } from '../lib/app-error.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Files } from '../lib/files.ts';
import type { Clock, Log } from '../ports.ts';
import { createRegistryFile, type ToldFirst } from './registry-file.ts';
import { shownUser, shownUsers } from './shown-user.ts';

/** What the users feature needs. */
export interface UsersPorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** Where users_registry.json is, asked at each use. */
  registryFile(): Promise<string>;
  /** Null where env.userid cannot be read. */
  currentUserId(): Promise<string | null>;
  /** Fault: `users/folder-outside`, `home/unwritable`. */
  prepareUserFolders(id: string): Promise<void>;
  /** Told when the current user or the registry's file may have changed. */
  onOutsideChange(listener: () => void): Unsubscribe;
}

/** The users feature, and what the switch needs of it. */
export interface UsersFeature extends Feature<typeof users> {
  /** Faults: `users/id-unsafe`, `users/unknown`, `users/registry-unreadable`. */
  require(id: string): Promise<User>;
  /**
   * Records a visit; answers with the way back. A user who is not in the registry leaves no trace.
   * @param first told of the change before it is made
   */
  touchLastSeen(id: string, first?: ToldFirst): Promise<() => Promise<void>>;
  /** Begins to tell of changes made by others; `end` ends it. */
  watch(): void;
  end(): Promise<void>;
}

/** Makes the users feature. */
export function createUsers(ports: UsersPorts): UsersFeature {
  const { files, clock, log } = ports;
  const registry = createRegistryFile(files, ports.registryFile);
  const changed = createEmitter<UsersState>((cause) => log.error('a listener to the users failed', cause));
  let off: Unsubscribe | null = null;
  let told = '';
  let telling: Promise<void> = Promise.resolve();

  async function list(): Promise<UsersState> {
    const path = await ports.registryFile();
    try {
      const currentId = await ports.currentUserId();
      return { state: 'ready', registry: path, users: shownUsers(await registry.read(), currentId) };
    } catch (cause) {
      return { state: 'unreadable', registry: path, error: toAppError(cause, log) };
    }
  }

  async function tellNow(): Promise<void> {
    const state = await list();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    changed.emit(state);
  }

  /** One reading at a time, or an older one could end last and stay. */
  function tell(): Promise<void> {
    telling = telling.then(tellNow, tellNow);
    return telling;
  }

  function tellSoon(): void {
    tell().catch((cause) => log.error('the users could not be read again', cause));
  }

  async function create(input: NewUser): Promise<User> {
    refuseUnsafe(input.id);
    const user = { id: input.id, name: input.name || titleOf(input.id), type: input.type };
    await files.makeFolder(dirname(await ports.registryFile()));
    const takeBack = await registry.change((now) => {
      if (findEntry(now, user.id) === null) return addEntry(now, user, localIso(clock.now()));
      throw new Fault('users/already-exists', `There is a user ${user.id} already.`);
    });
    try {
      await ports.prepareUserFolders(user.id);
    } catch (cause) {
      await takeBack();
      throw cause;
    }
    await tell();
    return found(user.id);
  }

  async function found(id: string): Promise<User> {
    const entry = findEntry(await registry.read(), id);
    if (entry === null) throw new Fault('users/unknown', `There is no user ${id}.`);
    return shownUser(entry, await ports.currentUserId());
  }

  return {
    list,
    create,
    onChanged: changed.on,
    async require(id) {
      refuseUnsafe(id);
      const user = await found(id);
      // Found without letter case: an upstream id in capitals has folders this id does not lead to.
      refuseUnsafe(user.id);
      return user;
    },
    async touchLastSeen(id, first) {
      if (findEntry(await registry.read(), id) === null) return async () => undefined;
      const takeBack = await registry.change((now) => touchEntry(now, id, localIso(clock.now())), first);
      // Not waited for: a switch is not to take longer for the sake of its news.
      tellSoon();
      return async () => {
        await takeBack();
        await tell();
      };
    },
    watch() {
      off ??= ports.onOutsideChange(tellSoon);
    },
    async end() {
      off?.();
      off = null;
    },
  };
}

function refuseUnsafe(id: string): void {
  const why = whyUnsafe(id);
  if (why !== null) throw new Fault('users/id-unsafe', `"${id}" cannot be a user id: ${why}.`);
}
