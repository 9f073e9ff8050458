import { join } from 'node:path';
import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { CurrentUser, HomeNotice, HomeState } from '../../src-shared/home.ts';
import type { Lookup } from '../formats/interpolate.ts';
import type { Files } from '../lib/files.ts';
import { userVariables } from '../lib/user-paths.ts';
import type { Surroundings } from '../ports.ts';
import { composeLookup } from './compose-lookup.ts';
import { readCurrentUser } from './current-user.ts';
import { type DataPlace, findDataPlace } from './data-root.ts';
import { type FoundHome, foldersOf, type HomeFolders } from './folders.ts';
import { homeNotices } from './notices.ts';
import { foldersToMake, makeUserFolders, refuseStrayId } from './user-folders.ts';

/** What can be asked of an opened home. Everything is read and computed at each call; nobody keeps an answer. */
export interface HomeReader {
  folders(): HomeFolders;
  currentUser(): Promise<CurrentUser>;
  dataRoot(): Promise<HomeState['dataRoot']>;
  /** The data root with the storage back end's name. */
  dataPlace(): Promise<DataPlace>;
  /** Where users_registry.json is or will be. */
  registryFile(): Promise<string>;
  /** Every user-dependent setting of facts 5.1. Fault: `users/id-unsafe` for an id that leads elsewhere. */
  variablesFor(userId: string): Promise<Readonly<Record<string, string>>>;
  /**
   * What a service's compose file may refer to: the user's settings, the environment, the `.env` beside it. Without a
   * user the user's settings have no value, whatever a shell exported. Faults: `users/id-unsafe`, `home/file-unreadable`.
   */
  composeLookup(service: ServiceName, userId: string | null): Promise<Lookup>;
  /** Faults: `users/id-unsafe`, `users/folder-outside`, `home/unwritable`. */
  prepareUserFolders(userId: string): Promise<void>;
  /** The same, refused where making them would be. Faults: `users/id-unsafe`, `users/folder-outside`. */
  foldersToMake(userId: string): Promise<readonly string[]>;
  /** The files whose change matters; some may be absent. */
  watchedFiles(): Promise<readonly string[]>;
  /**
   * @param watchTrouble why the system does not tell of changes, null where it does
   * @param settled what was found and done at the start, and what other features have to tell
   */
  state(watchTrouble: string | null, settled: readonly HomeNotice[]): Promise<HomeState>;
}

/** Makes the reader of the home that `found` answers with at the moment of each use. */
export function createHomeReader(surroundings: Surroundings, files: Files, found: () => FoundHome): HomeReader {
  const folders = () => foldersOf(found().path);
  const dotEnv = (service: ServiceName) => join(folders().services[service].folder, '.env');
  const currentUser = () => readCurrentUser(folders().userIdFile, surroundings, files);
  const dataPlace = () => findDataPlace(surroundings, folders(), files);
  const dataRoot = async () => (await dataPlace()).root;
  const registryFile = async () => join((await dataRoot()).path, 'users_registry.json');

  async function variablesFor(userId: string): Promise<Readonly<Record<string, string>>> {
    const { root, backend } = await dataPlace();
    refuseStrayId(root.path, backend, userId);
    return userVariables(root.path, backend, userId);
  }

  return {
    folders,
    currentUser,
    dataRoot,
    dataPlace,
    registryFile,
    variablesFor,
    async composeLookup(service, userId) {
      const variables = userId === null ? null : await variablesFor(userId);
      return composeLookup(variables, surroundings.env, await files.readText(dotEnv(service)));
    },
    async prepareUserFolders(userId) {
      const { root, backend } = await dataPlace();
      await makeUserFolders(root.path, backend, userId, files);
    },
    async foldersToMake(userId) {
      const { root, backend } = await dataPlace();
      return foldersToMake(root.path, backend, userId, files);
    },
    async watchedFiles() {
      const { services, userIdFile } = folders();
      const ofServices = serviceNames.flatMap((name) => [
        services[name].composeFile,
        services[name].envFile,
        dotEnv(name),
      ]);
      // The looks too: the command line changes them while a window is open.
      return [userIdFile, ...ofServices, await registryFile(), join(folders().desktop, 'looks.json')];
    },
    async state(watchTrouble, settled) {
      const { path, origin } = found();
      const [user, root] = await Promise.all([currentUser(), dataRoot()]);
      const notices = [...settled, ...homeNotices(found(), user, folders().userIdFile, watchTrouble)];
      return { path, origin, dataRoot: root, currentUser: user, notices };
    },
  };
}
