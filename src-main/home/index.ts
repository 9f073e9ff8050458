import { join } from 'node:path';
import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { CurrentUser, HomeNotice, HomeState, home } from '../../src-shared/home.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Files } from '../lib/files.ts';
import { userVariables } from '../lib/user-paths.ts';
import type { Clock, Log, Surroundings } from '../ports.ts';
import { currentUserNotice, readCurrentUser } from './current-user.ts';
import { findBackend, findDataRoot } from './data-root.ts';
import { readEnvFile } from './env-values.ts';
import { type FoundHome, findHome, foldersOf, type HomeFolders } from './folders.ts';
import { seedHome } from './seed.ts';
import { makeUserFolders } from './user-folders.ts';
import { watchFiles } from './watch.ts';

/** What the home feature needs. */
export interface HomePorts {
  readonly surroundings: Surroundings;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
}

/** The value of a variable, or undefined where nobody sets it. */
export type Lookup = (name: string) => string | undefined;

/** The home feature, and what the others need of it. */
export interface HomeFeature extends Feature<typeof home> {
  /** Finds the home, or makes it from the seed. Nothing else may be asked before. Fault: `home/unwritable`. */
  open(): Promise<void>;
  /** Begins to tell of changes made by others; `end` ends it. */
  watch(): Promise<void>;
  folders(): HomeFolders;
  /** Read at each call; nobody keeps the answer. */
  currentUser(): Promise<CurrentUser>;
  dataRoot(): Promise<HomeState['dataRoot']>;
  registryFile(): Promise<string>;
  /** Every user-dependent setting of facts 5.1, computed now. */
  variablesFor(userId: string): Promise<Readonly<Record<string, string>>>;
  /** What a service's compose file may refer to: the user's settings, the environment, the `.env` beside it. */
  composeLookup(service: ServiceName, userId: string | null): Promise<Lookup>;
  prepareUserFolders(userId: string): Promise<void>;
  /** Told when a file of the home or the registry may have changed. */
  onFiles(listener: () => void): Unsubscribe;
  end(): Promise<void>;
}

/** Makes the home feature. */
export function createHome({ surroundings, files, log }: HomePorts): HomeFeature {
  const changed = createEmitter<HomeState>((cause) => log.error('a listener to the home failed', cause));
  const filesChanged = createEmitter<null>((cause) => log.error('a listener to the files failed', cause));
  let found: FoundHome | null = null;
  let off: Unsubscribe | null = null;
  let told = '';

  function opened(): FoundHome {
    if (found === null) throw new Error('the home has not been opened');
    return found;
  }
  const folders = () => foldersOf(opened().path);
  const currentUser = () => readCurrentUser(folders().userIdFile, surroundings, files);
  const dataRoot = () => findDataRoot(surroundings, folders(), files);
  const registryFile = async () => join((await dataRoot()).path, 'users_registry.json');

  async function variablesFor(userId: string): Promise<Readonly<Record<string, string>>> {
    const [root, backend] = await Promise.all([dataRoot(), findBackend(surroundings, folders(), files)]);
    return userVariables(root.path, backend, userId);
  }

  async function get(): Promise<HomeState> {
    const { path, origin, other } = opened();
    const [user, root] = await Promise.all([currentUser(), dataRoot()]);
    const notices = [otherHomeNotice(path, other), currentUserNotice(user, folders().userIdFile)];
    return { path, origin, dataRoot: root, currentUser: user, notices: notices.filter((notice) => notice !== null) };
  }

  async function tell(): Promise<void> {
    filesChanged.emit(null);
    const state = await get();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    changed.emit(state);
  }

  return {
    get,
    onChanged: changed.on,
    onFiles: (listener) => filesChanged.on(listener),
    folders,
    currentUser,
    dataRoot,
    registryFile,
    variablesFor,
    async open() {
      const candidate = await findHome(surroundings, files);
      await seedHome(candidate.path, surroundings.seedFolder, files);
      found = candidate;
    },
    async watch() {
      const { path, services, userIdFile } = folders();
      const registry = await registryFile();
      const watched = serviceNames.map((name) => services[name]);
      const inServices = watched.flatMap((one) => [one.composeFile, one.envFile, join(one.folder, '.env')]);
      const folderList = [path, ...watched.map((one) => one.folder), join(registry, '..')];
      told = JSON.stringify(await get());
      off ??= watchFiles(folderList, [userIdFile, registry, ...inServices], () => void tell().catch(failed), log);
    },
    async composeLookup(service, userId) {
      const own = userId === null ? {} : await variablesFor(userId);
      const beside = await readEnvFile(join(folders().services[service].folder, '.env'), files);
      return (name) => own[name] ?? surroundings.env[name] ?? beside.get(name);
    },
    async prepareUserFolders(userId) {
      const [root, backend] = await Promise.all([dataRoot(), findBackend(surroundings, folders(), files)]);
      await makeUserFolders(root.path, backend, userId, files);
    },
    async end() {
      off?.();
      off = null;
    },
  };

  function failed(cause: unknown): void {
    log.error('the home could not be read again', cause);
  }
}

function otherHomeNotice(path: string, other: string | null): HomeNotice | null {
  if (other === null) return null;
  return {
    code: 'both-homes',
    message: `There are two homes: ${path} is used, ${other} is not.`,
    hint: `Set PERSAG_HOME to the one you mean, or put ${other} away.`,
  };
}
