import { join, normalize, relative, resolve } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { composeEditor } from './compose-changes.ts';
import { composeScalars } from './compose-scalars.ts';
import { decodeBytes } from './env-bytes.ts';
import { setEnvValue } from './env-edit.ts';
import { envStatements } from './env-statements.ts';

/** One folder whose path becomes another. */
export interface PathChange {
  readonly from: string;
  readonly to: string;
}

/** A file with its paths changed. */
export interface RewrittenFile {
  readonly bytes: Uint8Array;
  readonly remarks: readonly string[];
}

/** What moves from a project into a home; other paths into the project stay, as what they lead to does. */
const moved = ['lightrag_server', 'lightrag_memory_server', 'env.userid'];

/** Which paths change: those of a project's three things, or a whole home, in all forms a file may name them in. */
export function pathChanges(
  { from, kind }: { readonly from: string; readonly kind: 'project' | 'home' | 'paths' },
  home: string,
  homeFolder: string,
): readonly PathChange[] {
  const below = isBelow(from, homeFolder) ? from.slice(homeFolder.length).replace(/^[\\/]/, '') : null;
  const forms = below === null ? [from] : [from, ...['~', '$HOME', '${HOME}'].map((start) => `${start}/${below}`)];
  if (kind === 'home') return forms.map((form) => ({ from: form, to: home }));
  return forms.flatMap((form) => moved.map((name) => ({ from: `${form}/${name}`, to: `${home}/${name}` })));
}

/** Folders other than the home that a compose file takes service folders or env.userid from. */
export function foreignFolders(bytes: Uint8Array, file: string, home: string): readonly string[] {
  const found = new Set<string>();
  for (const value of hostPaths(bytes, file)) {
    const [, folder = ''] =
      /^(\/.*?)\/(?:lightrag_server|lightrag_memory_server|env\.userid)(?=[/:]|$)/.exec(value) ?? [];
    if (folder !== '' && folder !== home) found.add(folder);
  }
  return [...found];
}

/** Whether a file is of a kind that may have paths to change: a compose or an env file. */
export function mayHavePaths(path: string): boolean {
  return isCompose(path) || isEnv(path);
}

const isCompose = (path: string) => /(^|\/)docker-compose\.ya?ml$/.test(path);
const isEnv = (path: string) => /(^|\/)(\.env|env\.[a-z_]+)$/.test(path) && path !== 'env.userid';

/**
 * Changes the paths in a compose or env file and no other byte; any other file stays. What cannot be read stays too,
 * and a remark says so, as of paths that lead into the source all the same.
 * @param path of the file, relative to the home
 */
export function rewritePaths(
  path: string,
  bytes: Uint8Array,
  changes: readonly PathChange[],
  source: string,
): RewrittenFile {
  if (isCompose(path)) return rewriteCompose(path, bytes, changes, source);
  if (!isEnv(path)) return { bytes, remarks: [] };
  try {
    return { bytes: rewriteEnv(bytes, changes), remarks: [] };
  } catch (cause) {
    return { bytes, remarks: [remarkOf(path, cause)] };
  }
}

function rewriteCompose(
  path: string,
  bytes: Uint8Array,
  changes: readonly PathChange[],
  source: string,
): RewrittenFile {
  try {
    let edited = bytes;
    for (const { from, to } of changes) edited = composeEditor(edited, path).rewritePaths(from, to);
    const remarks = hostPaths(edited, path)
      .filter((value) => value.startsWith(`${source}/`) || leavesHome(path, value))
      .map((value) => `${path} uses ${value}, which stays where it is.`);
    return { bytes: edited, remarks };
  } catch (cause) {
    return { bytes, remarks: [remarkOf(path, cause)] };
  }
}

/** A relative path means another place as soon as the file is moved, if it leads out of what is moved with it. */
function leavesHome(path: string, value: string): boolean {
  const [host = ''] = value.split(':');
  if (!/^\.\.?\//.test(host)) return false;
  const [top = ''] = normalize(join(path, '..', host)).split(/[\\/]/);
  return !moved.includes(top);
}

/** The texts of volumes and env files. */
function hostPaths(bytes: Uint8Array, file: string): readonly string[] {
  return composeScalars(decodeBytes(bytes).text, file)
    .scalars.filter(({ path }) => path[0] === 'services' && (path[2] === 'volumes' || path[2] === 'env_file'))
    .map(({ value }) => value);
}

function rewriteEnv(bytes: Uint8Array, changes: readonly PathChange[]): Uint8Array {
  let edited = bytes;
  for (const { from, to } of changes) {
    for (const { key, raw } of envStatements(decodeBytes(edited).text).statements) {
      if (raw !== from && !raw.startsWith(`${from}/`)) continue;
      const rest = raw.slice(from.length);
      if (!rest.includes('$')) edited = setEnvValue(edited, key, `${to}${rest}`).bytes;
    }
  }
  return edited;
}

function remarkOf(path: string, cause: unknown): string {
  const why = cause instanceof Fault ? cause.message : String(cause);
  return `The paths in ${path} were not looked at: ${why}`;
}

/** Whether a path is another or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !/^\.\.[\\/]/.test(way) && resolve(folder, way) === resolve(path));
}
