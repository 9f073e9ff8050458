import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { userFolders, userVariables } from './user-paths.ts';

describe('user paths', () => {
  it('computes every user-dependent setting of one user', () => {
    const storage = join('/data', 'agno', 'paula');
    expect(userVariables('/data', 'agno', 'paula')).toEqual({
      USER_ID: 'paula',
      PERSAG_ROOT: '/data',
      STORAGE_BACKEND: 'agno',
      DATA_DIR: '/data',
      USER_DATA_DIR: join(storage, 'data'),
      AGNO_HOME: join('/data', 'agno'),
      AGNO_STORAGE_DIR: storage,
      AGNO_KNOWLEDGE_DIR: join(storage, 'knowledge'),
      LIGHTRAG_STORAGE_DIR: join(storage, 'rag_storage'),
      LIGHTRAG_INPUTS_DIR: join(storage, 'inputs'),
      LIGHTRAG_MEMORY_STORAGE_DIR: join(storage, 'memory_rag_storage'),
      LIGHTRAG_MEMORY_INPUTS_DIR: join(storage, 'memory_inputs'),
    });
  });

  it('names the six folders, the outermost first', () => {
    const folders = userFolders('/data', 'agno', 'paula');
    expect(folders).toHaveLength(6);
    expect(folders[0]).toBe(join('/data', 'agno', 'paula'));
    const variables = Object.values(userVariables('/data', 'agno', 'paula'));
    for (const folder of folders) expect(variables).toContain(folder);
  });
});
