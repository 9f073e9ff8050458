import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An account that has nothing to do with the tests. */
const nobody = 65534;
/** What lets root pass every permission; without them root is kept out as anybody is. */
const withoutOverride = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] as const;

/** A way to a socket that the tests' account may not go, and how to start programs that are bound by it. */
export interface LockedSocket {
  /** `unix://...`, for DOCKER_HOST. */
  readonly dockerHost: string;
  /** To be put in front of a program. */
  readonly under: readonly string[];
  /** Opens the way again, so that it can be removed. */
  unlock(): Promise<void>;
}

/** Puts a link to a socket into a folder that belongs to somebody else and is closed to all others. */
export async function lockedSocket(folder: string, socketPath: string): Promise<LockedSocket> {
  const locked = join(folder, 'locked');
  const isRoot = process.getuid?.() === 0;
  await mkdir(locked);
  await symlink(socketPath, join(locked, 'docker.sock'));
  await chmod(locked, isRoot ? 0o700 : 0);
  if (isRoot) await chown(locked, nobody, nobody);
  return {
    dockerHost: `unix://${join(locked, 'docker.sock')}`,
    under: isRoot ? withoutOverride : [],
    unlock: () => chmod(locked, 0o700),
  };
}

/** Writes a program that starts another one under these commands, and answers with its path. */
export async function writeStarter(folder: string, under: readonly string[], program: string): Promise<string> {
  const path = join(folder, 'start-with-fewer-rights');
  await writeFile(path, `#!/bin/sh\nexec ${[...under, program].map((part) => `'${part}'`).join(' ')} "$@"\n`);
  await chmod(path, 0o700);
  return path;
}
