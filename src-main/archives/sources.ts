import { join } from 'node:path';
import { isSecretFileName, isSettingsFileName } from '../formats/secret-files.ts';
import type { ArchiveSource } from './ports.ts';

/** Where the sources that every user has are. */
export interface SourceFolders {
  dataRoot(): Promise<string>;
  /** The user's folder below the data root. Fault: `users/id-unsafe`. */
  storage(userId: string): Promise<string>;
  /** Where what the app itself keeps of each user's settings is: a folder a user. */
  settings(): string;
}

/** Databases of the agent, with what SQLite keeps beside one. */
const database = /^[^/]+\.(db|sqlite|sqlite3)(-wal|-shm|-journal)?$/i;
const memoryFolder = /^(memory_rag_storage|memory_inputs)(\/|$)/;
/** What a service made of the user's texts: it is whole or of no use, and no place for keys. */
const indexFolder = /^(memory_rag_storage|rag_storage)\//;
/** The user's own texts: only a name tells a secret there, for words about passwords are none. */
const textFolder = /^(memory_inputs|inputs|knowledge)\//;

/** The sources that every user has; a feature with files of its own for each user is one more. */
export function userSources({ dataRoot, storage, settings }: SourceFolders): readonly ArchiveSource[] {
  const isMemory = (path: string) => database.test(path) || memoryFolder.test(path);
  const stored = { root: dataRoot, folder: storage, secrecy: secrecyOf };
  return [
    {
      name: 'settings',
      part: 'settings',
      root: async () => settings(),
      folder: async (userId) => join(settings(), userId),
      takes: () => true,
      secrecy: secrecyOf,
    },
    { ...stored, name: 'memories', part: 'memories', takes: isMemory },
    { ...stored, name: 'data', part: 'data', takes: (path) => !isMemory(path) },
  ];
}

function secrecyOf(path: string): 'secret' | 'plain' | 'look' {
  if (indexFolder.test(path) || database.test(path)) return 'plain';
  if (isSecretFileName(path)) return 'secret';
  return isSettingsFileName(path) && !textFolder.test(path) ? 'look' : 'plain';
}
