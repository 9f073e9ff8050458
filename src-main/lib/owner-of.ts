import { isAbsolute, relative, sep } from 'node:path';

/**
 * Whose folder a path is: the first name below the folder of all users, compared whole and never as a part of a text, so
 * that an id such as `data` is not found in every path. Null for a path that is nobody's.
 * @param usersFolder the folder that has one folder a user (`AGNO_HOME`), null where it is not known
 */
export function ownerOf(path: string, usersFolder: string | null): string | null {
  if (usersFolder === null || !isAbsolute(path)) return null;
  const way = relative(usersFolder, path);
  if (way === '' || isAbsolute(way)) return null;
  const [first = ''] = way.split(sep);
  return first === '..' ? null : first;
}
