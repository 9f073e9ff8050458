import type { Looks } from './looks.ts';
import type { UsersPorts } from './ports.ts';
import type { Setting } from './shown-user.ts';
import { createFolderList, findUserFolder } from './user-folder.ts';

/** Reads what is shown of users beside their entries; the current user at each call. */
export interface Settings {
  ofAll(): Promise<Setting>;
  /** The same for one user, without a look at the folders of all. */
  ofOne(id: string): Promise<Setting>;
}

/** Makes the reader. */
export function createSettings(ports: UsersPorts, looks: Looks): Settings {
  const folderList = createFolderList(ports);
  return {
    async ofAll() {
      const [currentId, allLooks, folders] = await Promise.all([
        ports.currentUserId(),
        looks.read(),
        folderList.names().catch((cause) => {
          ports.log.warn(`the users' folders cannot be listed: ${String(cause)}`);
          return new Set<string>();
        }),
      ]);
      return { currentId, looks: allLooks, folders };
    },
    async ofOne(id) {
      const [currentId, allLooks, folder] = await Promise.all([
        ports.currentUserId(),
        looks.read(),
        // One that cannot be used is there all the same.
        findUserFolder(ports, id).catch(() => id),
      ]);
      return { currentId, looks: allLooks, folders: { has: () => folder !== null } };
    },
  };
}
