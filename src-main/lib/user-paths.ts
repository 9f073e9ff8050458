import { join } from 'node:path';

/**
 * Every setting that depends on the user, in the terms of seed 000 and facts 5.1, computed for one user at the moment
 * of use; nobody keeps the answer (spec 3.7). `DATA_DIR` is the root here, as in the seed.
 * @param backend name of the storage back end, `agno` upstream
 */
export function userVariables(dataRoot: string, backend: string, userId: string): Readonly<Record<string, string>> {
  const storage = join(dataRoot, backend, userId);
  return {
    USER_ID: userId,
    PERSAG_ROOT: dataRoot,
    STORAGE_BACKEND: backend,
    DATA_DIR: dataRoot,
    USER_DATA_DIR: join(storage, 'data'),
    AGNO_HOME: join(dataRoot, backend),
    AGNO_STORAGE_DIR: storage,
    AGNO_KNOWLEDGE_DIR: join(storage, 'knowledge'),
    LIGHTRAG_STORAGE_DIR: join(storage, 'rag_storage'),
    LIGHTRAG_INPUTS_DIR: join(storage, 'inputs'),
    LIGHTRAG_MEMORY_STORAGE_DIR: join(storage, 'memory_rag_storage'),
    LIGHTRAG_MEMORY_INPUTS_DIR: join(storage, 'memory_inputs'),
  };
}

/** What is in a user's folder before the services start: what upstream makes. */
export const userFolderNames = ['knowledge', 'rag_storage', 'inputs', 'memory_rag_storage', 'memory_inputs'] as const;

/** The folders a user needs before the services start, the user's own first: the six that upstream makes. */
export function userFolders(dataRoot: string, backend: string, userId: string): readonly string[] {
  const storage = join(dataRoot, backend, userId);
  return [storage, ...userFolderNames.map((name) => join(storage, name))];
}
