import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';
import * as z from 'zod';
import type { Disk } from './disk.ts';
import { isErrno } from './file-fault.ts';
import { readBytes } from './read-file.ts';
import { recordLine as line, wholeLines } from './record-lines.ts';

const hash = z.string().nullable();

/** What was meant to be done: the first line of a record. */
const intentSchema = z.object({
  kind: z.literal('intent'),
  version: z.literal(1),
  id: z.string(),
  what: z.string(),
  since: z.string(),
  owner: z.object({ pid: z.number(), started: z.string().nullable() }),
  /** Folders that are made on the way, the outermost first. */
  folders: z.array(z.string()),
  /** SHA-256 of the bytes before and after, null where there is no file. */
  changes: z.array(z.object({ path: z.string(), before: hash, after: hash })),
});

/** What was meant to be done, and by whom. */
export type Intent = z.infer<typeof intentSchema>;
/** One file of it. */
export type IntendedChange = Intent['changes'][number];

/**
 * How far it got. `prepared`: no file was touched yet. `committed`: every new file lies complete beside the old one.
 * `undoing`: after a failure the old ones are being put back.
 */
export type Stage = 'prepared' | 'committed' | 'undoing';

/** A record as read: the intent is null where it was cut off before the intent was whole, so nothing was done yet. */
export interface JournalRecord {
  readonly intent: Intent | null;
  readonly stage: Stage;
}

const suffix = '.journal';

/** A new id; later ones sort behind. */
export function newRecordId(now: Date): string {
  return `${now.toISOString().replaceAll(/[-:.Z]/g, '')}-${randomBytes(6).toString('hex')}`;
}

/** The file of a record. */
export function recordPath(folder: string, id: string): string {
  return join(folder, `${id}${suffix}`);
}

/** The ids of the records in a folder, the oldest first; none where there is no folder. */
export async function recordIds(disk: Disk, folder: string): Promise<readonly string[]> {
  try {
    const names = await disk.list(folder);
    return names
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .sort();
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return [];
    throw cause;
  }
}

/** The ids of all records in a folder, also of those that others keep there in files of another kind. */
export async function allRecordIds(disk: Disk, folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await disk.list(folder)).map((name) => name.slice(0, -extname(name).length)));
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return new Set();
    throw cause;
  }
}

/** Where the new bytes of a file wait for their moment, and then the old ones until they were looked at; beside it, as a rename cannot cross file systems. */
export function stagedPath(path: string, id: string): string {
  return join(dirname(path), `.${basename(path)}.${id}.staged`);
}

/** Which of the names in a folder are waiting files, and of which record. */
export function stagedIn(names: readonly string[]): readonly { readonly name: string; readonly id: string }[] {
  return names.flatMap((name) => {
    const id = /^\..+\.(\d{8}T\d+-[0-9a-f]{12})\.staged(\.kept)?$/.exec(name)?.[1];
    return id === undefined ? [] : [{ name, id }];
  });
}

/** SHA-256 of a file's bytes, null of an absent file. */
export function hashOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

/** The line of an intent: a checksum, so that a torn one is known, and JSON. */
export function intentLine(intent: Intent): Uint8Array {
  return line(JSON.stringify(intent));
}

/** The line that says that a stage was reached; bound to its record by the id. */
export function stageLine(id: string, stage: Exclude<Stage, 'prepared'>): Uint8Array {
  return line(JSON.stringify({ kind: stage, id }));
}

/**
 * Reads a record up to the first line that is not whole. Null where it is whole but not of this version: a newer app
 * wrote it, and only that one knows how to end it.
 */
export async function readRecord(disk: Disk, path: string): Promise<JournalRecord | null> {
  const text = new TextDecoder().decode((await readBytes(disk, path)) ?? new Uint8Array());
  const lines = wholeLines(text);
  const first = lines[0];
  if (first === undefined) return { intent: null, stage: 'prepared' };
  const intent = intentSchema.safeParse(JSON.parse(first));
  if (!intent.success) return null;
  const { id } = intent.data;
  const reached = (stage: Stage) => lines.includes(JSON.stringify({ kind: stage, id }));
  const stage = reached('undoing') ? 'undoing' : reached('committed') ? 'committed' : 'prepared';
  return { intent: intent.data, stage };
}
