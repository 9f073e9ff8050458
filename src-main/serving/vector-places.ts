import { join, posix, relative } from 'node:path';
import type { ComposeService } from '../formats/compose-service.ts';
import type { Files } from '../lib/files.ts';
import { ownerOf } from '../lib/owner-of.ts';

/** A folder in which a service keeps vectors. */
export interface VectorPlace {
  /** Whose it is; null where it is the same for everybody. */
  readonly owner: string | null;
  /** The files of vectors in it, absolute. */
  readonly files: readonly string[];
}

/** Where the image of LightRAG works where nothing else is said. */
const usualFolders = ['/app/data/rag_storage', '/app/rag_storage'];
/** The store whose files can be read; LightRAG's own choice. */
const ownStore = 'NanoVectorDBStorage';

/** The name of a store other than LightRAG's own, null where it is that one. */
export function otherStore({ environment }: ComposeService): string | null {
  const store = environment.LIGHTRAG_VECTOR_STORAGE?.trim() ?? '';
  return store === '' || store === ownStore ? null : store;
}

/**
 * Where a service keeps vectors: the folder that the current user's container has, and the same one of everybody else,
 * whom the service has after a switch. Null where it is not a folder of this computer.
 * @param usersFolder folder that has one folder a user
 */
export async function vectorPlaces(
  compose: ComposeService,
  usersFolder: string | null,
  files: Pick<Files, 'list'>,
): Promise<readonly VectorPlace[] | null> {
  const folder = storageFolder(compose);
  if (folder === null) return null;
  const owner = ownerOf(folder, usersFolder);
  if (owner === null || usersFolder === null) return [await placeAt(folder, null, files)];
  const below = relative(join(usersFolder, owner), folder);
  const owners = await files.list(usersFolder);
  return Promise.all(owners.map((one) => placeAt(join(usersFolder, one, below), one, files)));
}

/** The folder on this computer in which the service works; null where it is in no bind. */
function storageFolder({ environment, binds }: ComposeService): string | null {
  const named = environment.WORKING_DIR?.trim() ?? '';
  const inside = named === '' ? usualFolders : [posix.resolve('/app', named)];
  const workspace = environment.WORKSPACE?.trim() ?? '';
  for (const folder of inside) {
    for (let at = folder; at !== '/'; at = posix.dirname(at)) {
      const bind = binds.find(({ target }) => posix.normalize(target).replace(/\/$/, '') === at);
      if (bind !== undefined) return join(bind.source, ...posix.relative(at, folder).split('/'), workspace);
    }
  }
  return null;
}

async function placeAt(folder: string, owner: string | null, { list }: Pick<Files, 'list'>): Promise<VectorPlace> {
  // What is beside the folders of users is no user's.
  const names = await list(folder).catch(() => []);
  const found = names.filter((name) => /^vdb_.+\.json$/.test(name));
  return { owner, files: found.map((name) => join(folder, name)) };
}
