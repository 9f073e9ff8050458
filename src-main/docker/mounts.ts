import type { ComposeBind } from '../formats/compose-service.ts';
import type { ContainerMount } from './container-facts.ts';

/** How one folder of a service differs inside its container from what the files say. */
export interface MountDifference {
  readonly target: string;
  readonly expected: string;
  /** What is there instead, null where nothing is. */
  readonly actual: string | null;
}

/** Compares what the files bind with what a container mounts; mounts the files do not speak of are let be. */
export function mountDifferences(
  binds: readonly ComposeBind[],
  mounts: readonly ContainerMount[],
): readonly MountDifference[] {
  return binds.flatMap((bind) => {
    const mount = mounts.find(({ target }) => samePath(target, bind.target));
    if (mount !== undefined && mount.type === 'bind' && samePath(mount.source, bind.source)) return [];
    return [{ target: bind.target, expected: bind.source, actual: mount?.source ?? null }];
  });
}

/**
 * Whose folders a container mounts: the last path segment that is the current user's in what the files bind, read at the
 * same place of what is mounted. Null where the paths do not tell, or tell of two.
 */
export function servedUser(
  binds: readonly ComposeBind[],
  mounts: readonly ContainerMount[],
  currentUser: string | null,
): string | null {
  if (currentUser === null) return null;
  const users = new Set<string>();
  for (const bind of binds) {
    const expected = segments(bind.source);
    const at = expected.lastIndexOf(currentUser);
    const mount = mounts.find(({ target }) => samePath(target, bind.target));
    if (at < 0 || mount === undefined) continue;
    const actual = segments(mount.source);
    const user = actual[at];
    const sameElsewhere =
      actual.length === expected.length && actual.every((part, i) => i === at || part === expected[i]);
    if (user === undefined || !sameElsewhere) return null;
    users.add(user);
  }
  const [only] = users;
  return users.size === 1 && only !== undefined ? only : null;
}

/** True for two ways of writing one path: Docker Desktop shows the host's paths as its virtual machine sees them. */
export function samePath(a: string, b: string): boolean {
  return segments(a).join('/') === segments(b).join('/');
}

/**
 * Whether a path is another one or lies below it, however both are written; see `samePath`. Letter case does not count:
 * on some disks both spellings are one folder.
 */
export function liesBelow(path: string, above: string): boolean {
  const [own, upper] = [segments(path.toLowerCase()), segments(above.toLowerCase())];
  return upper.every((part, index) => own[index] === part);
}

function segments(path: string): string[] {
  return path
    .replaceAll('\\', '/')
    .replace(/^\/host_mnt(?=\/)/, '')
    .replace(/^\/run\/desktop\/mnt\/host(?=\/)/, '')
    .replace(/^([A-Za-z]):/, (_all, drive: string) => `/${drive.toLowerCase()}`)
    .replace(/^\/private(?=\/(tmp|var)(\/|$))/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
}
