import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { plainLook } from '../../../src-shared/user-look.ts';
import type { Looks } from '../looks.ts';
import type { UsersPorts } from '../ports.ts';
import { stampOf } from '../recovery/registry-copies.ts';
import type { RegistryFile } from '../registry-file.ts';

/** What deleting and restoring work with. */
export interface DeletingParts {
  readonly ports: UsersPorts;
  readonly registry: RegistryFile;
  readonly looks: Looks;
}

const common = {
  version: z.literal(1),
  userId: z.string(),
  name: z.string(),
  /** Where the user's folder was, or is to be. */
  folder: z.string(),
  /** Beside it, and so on the same file system: where it waits to be removed, or is filled. */
  aside: z.string(),
};

const shape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('delete'),
    ...common,
    /** The backup's id, null where there is none. */
    backup: z.string().nullable(),
    /** True once the entry is gone: somebody new may have the id by the time the rest is removed. */
    gone: z.boolean(),
  }),
  z.object({
    kind: z.literal('restore'),
    ...common,
    /** The entry to the letter. */
    entry: z.string(),
    look: z.object({ color: z.number().nullable(), avatar: z.string().nullable() }).catch(plainLook),
  }),
]);

/**
 * What is being done to a user's folder and entry, written down before the first of it is touched. Folder and registry
 * cannot change in one step, so the next start has to know what belongs together.
 */
export type MoveRecord = z.output<typeof shape>;

/** Where the records are. */
function recordsFolder(ports: Pick<UsersPorts, 'folders'>): string {
  return join(ports.folders().desktop, 'users');
}

/** A name beside the users' folders that is free. @param what such as `deleted` */
export function asideName(now: Date, what: string): string {
  return `.persag-${what}-${stampOf(now)}-${randomBytes(4).toString('hex')}`;
}

/**
 * Writes a record down, so that it outlasts a power cut. @returns its path. Fault: `home/unwritable`.
 * @param path of a record to be replaced; a new one if left out
 */
export async function writeMove(ports: UsersPorts, record: MoveRecord, path = newPath(ports)): Promise<string> {
  await ports.files.makeFolder(dirname(path));
  await ports.files.write(path, new TextEncoder().encode(JSON.stringify(record)), { mode: 0o600 });
  return path;
}

function newPath(ports: Pick<UsersPorts, 'folders' | 'clock'>): string {
  return join(recordsFolder(ports), `${stampOf(ports.clock.now())}-${randomBytes(4).toString('hex')}.json`);
}

/** The paths of the records that are there, the oldest first. */
export async function moveRecords(ports: Pick<UsersPorts, 'files' | 'folders'>): Promise<readonly string[]> {
  const folder = recordsFolder(ports);
  return (await ports.files.list(folder))
    .filter((name) => /^[^.].*\.json$/.test(name))
    .map((name) => join(folder, name));
}

/** Reads a record; null where a newer version of the app wrote it, which is left to that one. */
export async function readMove({ files }: Pick<UsersPorts, 'files'>, path: string): Promise<MoveRecord | null> {
  const text = await files.readText(path);
  try {
    return text === null ? null : shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Renames within one folder, so that it lasts. */
export async function move({ disk }: Pick<UsersPorts, 'disk'>, from: string, to: string): Promise<void> {
  await disk.rename(from, to);
  await disk.syncFolder(dirname(to));
}
