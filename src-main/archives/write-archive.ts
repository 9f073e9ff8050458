import { createHash } from 'node:crypto';
import type { ArchivePart, LeftOut, LeftOutReason } from '../../src-shared/archives.ts';
import { holdsSecrets, holdsSecretValue, isSecretField } from '../formats/secret-files.ts';
import type { Disk, DiskFile } from '../lib/disk.ts';
import { unreadable } from '../lib/file-fault.ts';
import { createZipWriter, type ZipWriter } from '../lib/zip-write.ts';
import { type FileMember, type Manifest, type Member, manifestBytes, manifestName, sealedFolder } from './manifest.ts';
import type { Entry, Look } from './ports.ts';
import { type ReadGroup, readAhead } from './read-ahead.ts';
import { newNonce, type SealKey, seal } from './sealing.ts';
import { type SteadyBytes, type SteadyStreams, streamSteadily } from './steady-read.ts';
import type { Found, Survey } from './survey.ts';
import { type Conduct, stopIfCancelled } from './tasks.ts';

/** Nothing this short becomes shorter by being packed. */
const tooShortToPack = 128;

/** What goes into an archive, and how. */
export interface ArchiveContent {
  readonly entry: Entry;
  readonly look: Look;
  readonly parts: readonly ArchivePart[];
  readonly survey: Survey;
  /** Null: secrets are left out. */
  readonly key: SealKey | null;
  readonly appVersion: string;
  readonly now: Date;
  /** Names of members that are not packed: they pack so well that they would be taken for a bomb. */
  readonly stored: ReadonlySet<string>;
}

/** An archive as it was written. */
export interface WrittenArchive {
  readonly manifest: Omit<Manifest, 'format' | 'version'>;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Writes an archive into an empty file; the caller syncs and closes it. Throws `Unsteady` where files were written to
 * meanwhile, and the errors of both disks: `home/file-unreadable` for a file that is read, the system's own for the
 * archive. Fault: `archives/cancelled`.
 */
export async function writeArchive(
  disk: Disk,
  out: DiskFile,
  content: ArchiveContent,
  conduct: Pick<Conduct, 'signal' | 'advance'>,
): Promise<WrittenArchive> {
  const { survey, entry, look, key, parts, appVersion, now } = content;
  const zip = createZipWriter(out);
  const adding = createAdding(zip, content, conduct);
  const { user, secretFields } = splitEntry(entry);
  for (const { name, mode, changedAt } of survey.folders) {
    zip.folder(name, { mode, modified: changedAt });
    adding.members.push({ kind: 'folder', name, mode: mode & 0o777 });
  }
  for await (const group of readAhead(disk, survey.files)) {
    stopIfCancelled(conduct.signal);
    await addGroup(disk, adding, group);
  }
  if (Object.keys(secretFields).length > 0) {
    const bytes = new TextEncoder().encode(JSON.stringify(secretFields));
    await adding.bytes({ name: profileSecrets, mode: 0o600, changedAt: now.getTime(), isSecret: true }, bytes);
  }
  const manifest = {
    app: { name: 'Persag Desktop', version: appVersion },
    createdAt: now.toISOString(),
    user,
    look,
    parts: [...parts],
    members: adding.members,
    leftOut: [...survey.leftOut, ...adding.leftOut],
    sealing: key?.sealing ?? null,
  };
  await zip.file(manifestName, one(manifestBytes(manifest)), { mode: 0o600, modified: now.getTime() });
  return { manifest, ...(await zip.end()) };
}

/** Where the secret fields of the registry's entry are kept. */
export const profileSecrets = 'profile/secrets.json';

type ToAdd = Pick<Found, 'name' | 'mode' | 'changedAt' | 'isSecret'>;

interface Adding {
  readonly members: Member[];
  readonly leftOut: LeftOut[];
  bytes(file: ToAdd, bytes: SteadyBytes): Promise<void>;
  stream(file: ToAdd, pieces: SteadyStreams['pieces'][number]): Promise<void>;
}

function createAdding(
  zip: ZipWriter,
  { key, stored }: ArchiveContent,
  { signal, advance }: Pick<Conduct, 'signal' | 'advance'>,
): Adding {
  const members: Member[] = [];
  const leftOut: LeftOut[] = [];
  const omit = (path: string, reason: LeftOutReason) => void leftOut.push({ path, reason });

  async function stream(file: ToAdd, pieces: AsyncIterable<Uint8Array>, isShort = false): Promise<void> {
    if (file.isSecret && key === null) return omit(file.name, 'secret');
    let size = 0;
    const counted = each(pieces, (bytes) => {
      stopIfCancelled(signal);
      size += bytes.length;
      advance(bytes.length);
    });
    if (!file.isSecret || key === null)
      return void members.push(await put(zip, file, counted, isShort || stored.has(file.name)));
    const nonce = newNonce();
    const name = `${sealedFolder}/${file.name}`;
    // Encrypted bytes do not pack.
    const whole = await put(zip, { ...file, name }, seal(key, { nonce, name: file.name }, counted), true);
    members.push({ ...whole, sealed: { name: file.name, size, nonce } });
  }

  return {
    members,
    leftOut,
    async stream(file, pieces) {
      if (typeof pieces === 'string') omit(file.name, pieces);
      else await stream(file, pieces);
    },
    async bytes(file, bytes) {
      if (typeof bytes === 'string') omit(file.name, bytes);
      else await stream(file, one(bytes), bytes.length < tooShortToPack);
    },
  };
}

async function put(
  zip: ZipWriter,
  { name, mode, changedAt }: ToAdd,
  pieces: AsyncIterable<Uint8Array>,
  stored: boolean,
): Promise<FileMember> {
  const hash = createHash('sha256');
  let size = 0;
  const noted = each(pieces, (bytes) => {
    hash.update(bytes);
    size += bytes.length;
  });
  await zip.file(name, noted, { mode, modified: changedAt, stored });
  return { kind: 'file', name, size, sha256: hash.digest('hex'), mode: mode & 0o777 };
}

async function addGroup(disk: Disk, adding: Adding, { files, readings }: ReadGroup): Promise<void> {
  if (readings !== null) {
    for (const [index, file] of files.entries()) {
      const bytes = readings[index] ?? 'gone';
      await adding.bytes({ ...file, isSecret: file.isSecret || becameSecret(file, bytes) }, bytes);
    }
    return;
  }
  const { pieces, check } = await streamSteadily(disk, files).catch((cause) => {
    throw unreadable(files[0]?.path ?? '', cause);
  });
  for (const [index, file] of files.entries()) await adding.stream(file, pieces[index] ?? 'gone');
  await check();
}

/** A key may have been entered since the files were listed. */
function becameSecret({ source, name }: Found, bytes: SteadyBytes): boolean {
  if (typeof bytes === 'string' || bytes.length > 512 * 1024) return false;
  return source.secrecy(name.slice(source.name.length + 1)) === 'look' && holdsSecrets(new TextDecoder().decode(bytes));
}

/** The entry without the fields whose names tell of secrets, and those. */
function splitEntry(entry: Entry) {
  const fields = Object.entries(entry);
  const isSecret = ([name, value]: [string, unknown]) =>
    (isSecretField(name) && value !== null && value !== '') || holdsSecretValue(value);
  return {
    user: { ...Object.fromEntries(fields.filter((field) => !isSecret(field))), user_id: entry.user_id },
    secretFields: Object.fromEntries(fields.filter(isSecret)),
  };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

async function* each(pieces: AsyncIterable<Uint8Array>, note: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of pieces) {
    note(bytes);
    yield bytes;
  }
}
