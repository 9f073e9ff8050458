import { join } from 'node:path';
import type { ArchiveSource } from './ports.ts';

/** Where the sources that every user has are. */
export interface SourceFolders {
  /** The user's folder below the data root. Fault: `users/id-unsafe`. */
  storage(userId: string): Promise<string>;
  /** What the app itself keeps, `<home>/desktop`. */
  desktop(): string;
}

/** Databases of the agent, with what SQLite keeps beside one (`-wal`, `-shm`, `-journal`). */
const database = /^[^/]+\.(db|sqlite|sqlite3)(-wal|-shm|-journal)?$/i;
/** What the Memory service keeps. */
const memoryFolder = /^(memory_rag_storage|memory_inputs)(\/|$)/;

/** The sources that every user has; a feature with files of its own for each user is one more. */
export function userSources({ storage, desktop }: SourceFolders): readonly ArchiveSource[] {
  const isMemory = (path: string) => database.test(path) || memoryFolder.test(path);
  return [
    {
      name: 'settings',
      part: 'settings',
      folder: async (userId) => join(desktop(), 'users', userId),
      takes: () => true,
      holdsSecrets: () => false,
    },
    { name: 'memories', part: 'memories', folder: storage, takes: isMemory, holdsSecrets: () => false },
    { name: 'data', part: 'data', folder: storage, takes: (path) => !isMemory(path), holdsSecrets: () => false },
  ];
}
