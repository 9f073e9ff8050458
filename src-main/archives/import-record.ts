import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { ownIdentity } from '../lib/process-identity.ts';
import type { ArchivesPorts } from './ports.ts';

const move = z.object({
  /** The folder that was filled, beside its place and so on the same file system. */
  staged: z.string(),
  target: z.string(),
  /** Whether there was a folder at its place when the user came; known from `placing` on. */
  replaces: z.boolean(),
  /** Where that one waits. */
  aside: z.string(),
  /** Where what was replaced is kept; null where a backup has it, and it goes. */
  keep: z.string().nullable(),
});
/** One folder of a user that is moved into its place as a whole. */
export type FolderMove = z.output<typeof move>;

const shape = z.object({
  version: z.literal(1),
  owner: z.object({ pid: z.number(), started: z.string().nullable() }),
  /**
   * `filling`: only the staged folders were touched. `placing`: all of them are complete, and the user comes. `placed`:
   * the user is there, and what was replaced goes. `undoing`: it failed, and what was there before comes back.
   */
  stage: z.enum(['filling', 'placing', 'placed', 'undoing']),
  archive: z.string(),
  entry: z.looseObject({ user_id: z.string() }),
  look: z.object({ color: z.number().nullable(), avatar: z.string().nullable() }).nullable(),
  replace: z.boolean(),
  /** The folders that hold what is staged and put aside, and that go at the end. */
  workshops: z.array(z.string()),
  moves: z.array(move),
});

/**
 * What is being imported, written down before the first folder is made: folders and registry cannot change in one step,
 * so the next start has to know what belongs together.
 */
export type ImportRecord = z.output<typeof shape>;

/** A record and the file it is in. */
export interface KeptRecord {
  readonly path: string;
  readonly record: ImportRecord;
}

type RecordPorts = Pick<ArchivesPorts, 'files' | 'folders'>;

const folderOf = ({ folders }: RecordPorts) => join(folders().desktop, 'imports');

/** A part of a name that nothing else has. */
export function newToken(): string {
  return randomBytes(8).toString('hex');
}

/** Begins a record. Fault: `home/unwritable`. */
export async function beginRecord(
  ports: RecordPorts,
  token: string,
  facts: Omit<ImportRecord, 'version' | 'owner' | 'stage'>,
): Promise<KeptRecord> {
  const path = join(folderOf(ports), `${token}.json`);
  const record: ImportRecord = { version: 1, owner: await ownIdentity(), stage: 'filling', ...facts };
  await ports.files.makeFolder(folderOf(ports));
  return writeRecord(ports, { path, record });
}

/** Notes that the next stage is reached; it outlasts a power cut. Fault: `home/unwritable`. */
export async function reach(ports: RecordPorts, { path, record }: KeptRecord, stage: ImportRecord['stage']) {
  return writeRecord(ports, { path, record: { ...record, stage } });
}

async function writeRecord({ files }: RecordPorts, kept: KeptRecord): Promise<KeptRecord> {
  await files.write(kept.path, new TextEncoder().encode(JSON.stringify(kept.record)), { mode: 0o600 });
  return kept;
}

/** The files of the records that are there. */
export async function recordPaths(ports: RecordPorts): Promise<readonly string[]> {
  const names = await ports.files.list(folderOf(ports));
  return names.filter((name) => /^[0-9a-f]{16}\.json$/.test(name)).map((name) => join(folderOf(ports), name));
}

/** Null where it was written by a newer version of the app, or is none. */
export async function readRecord({ files }: RecordPorts, path: string): Promise<KeptRecord | null> {
  try {
    const record = shape.safeParse(JSON.parse((await files.readText(path)) ?? ''));
    return record.success ? { path, record: record.data } : null;
  } catch {
    return null;
  }
}
