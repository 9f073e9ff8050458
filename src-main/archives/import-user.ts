import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { ImportReport, ImportRequest } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import { isErrno, isSystemError, reasonOf, unwritable } from '../lib/file-fault.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { nameOf } from './export-user.ts';
import { archivedUser, conflictOf } from './import-plan.ts';
import { beginRecord, type FolderMove, type KeptRecord, newToken } from './import-record.ts';
import { type OpenedArchive, openArchive, openMember } from './open-archive.ts';
import { clearImport, placeImport } from './place-import.ts';
import type { ArchiveSource, ArchivesPorts, Entry } from './ports.ts';
import { openSealKey, type SealKey } from './sealing.ts';
import { byFolder, safeFolder } from './survey.ts';
import { findTargets, type Targets } from './targets.ts';
import type { Conduct } from './tasks.ts';
import { type Unpacking, unpack, verifyUnpacked } from './unpack.ts';

/** Fields of a profile that are longer than this are no profile. */
const largestProfile = 256 * 1024;

/** An import that was asked for. */
export interface ImportOrder {
  readonly request: ImportRequest;
  /** The archive of the plan. */
  readonly path: string;
}

/**
 * Carries out a plan: everything is unpacked beside its place and checked before the user comes, as one change. Faults:
 * `archives/plan-outdated`, `archives/id-taken`, `archives/not-replaceable`, `archives/passphrase-needed`,
 * `archives/passphrase-wrong`, `archives/disk-full`, `archives/cancelled`, `users/id-unsafe`, `users/folder-outside`,
 * those of `openArchive`, `home/unwritable`, `switching/busy`.
 */
export async function importUser(
  ports: ArchivesPorts,
  { request, path }: ImportOrder,
  conduct: Conduct,
): Promise<ImportReport> {
  const since = ports.clock.tick();
  const archive = await openArchive(ports.disk, path);
  try {
    if (archive.id !== request.planId) throw new Fault('archives/plan-outdated', `${path} is another archive by now.`);
    const id = request.id ?? archivedUser(archive).id.trim().toLowerCase();
    conduct.name(id);
    await refuseId(ports, id, request);
    const targets = await findTargets(archive, ports);
    const chosen = await chooseSecrets(targets, archive, request);
    const entry = await entryOf(archive, targets, chosen.key, id);
    const done = await bringIn(ports, { archive, request, path, entry, ...chosen, folders: targets.folders }, conduct);
    return {
      ...done,
      userId: id,
      name: nameOf(entry),
      path,
      secretsLeftOut: chosen.leftOut,
      ms: ports.clock.tick() - since,
    };
  } catch (cause) {
    throw faultOf(await ports.dataRoot(), cause);
  } finally {
    await archive.zip.close();
  }
}

/** Faults: `users/id-unsafe`, `archives/id-taken`, `archives/not-replaceable`. */
async function refuseId(
  ports: ArchivesPorts,
  id: string,
  { conflict: choice }: ImportRequest,
): Promise<'replace' | 'new'> {
  const why = whyUnsafe(id);
  if (why !== null) throw new Fault('users/id-unsafe', `"${id}" cannot be a user id: ${why}.`);
  const conflict = await conflictOf(ports, id);
  if (conflict === null) return 'new';
  if (choice === 'refuse' || conflict === 'folder') {
    const who =
      conflict === 'user'
        ? `There is a user ${id} already`
        : `There is a folder of a user ${id} already, whom the registry does not have`;
    const hint = conflict === 'folder' ? { hint: 'Choose another id, or add the user of the folder first.' } : {};
    throw new Fault('archives/id-taken', `${who}.`, hint);
  }
  // Found without letter case: the folder of an upstream id in capitals is another one.
  if ((await ports.entry(id)).entry.user_id !== id) {
    throw new Fault('archives/id-taken', `There is a user ${id} already, in other letters.`, {
      hint: 'Choose another id.',
    });
  }
  const [obstacle] = await ports.obstacles(id);
  if (obstacle !== undefined) {
    throw new Fault('archives/not-replaceable', `${id} cannot be replaced: ${obstacle.message}`, obstacle);
  }
  return 'replace';
}

interface Chosen {
  readonly files: Targets['files'];
  readonly key: SealKey | null;
  /** How many secrets are not imported. */
  readonly leftOut: number;
}

/** Faults: `archives/passphrase-needed`, `archives/passphrase-wrong`. */
async function chooseSecrets(targets: Targets, { manifest }: OpenedArchive, request: ImportRequest): Promise<Chosen> {
  const plain = targets.files.filter(({ member }) => member.sealed === undefined);
  const count = targets.files.length - plain.length + (targets.profile === null ? 0 : 1);
  if (manifest.sealing === null || count === 0) return { files: targets.files, key: null, leftOut: 0 };
  if (request.withoutSecrets) return { files: plain, key: null, leftOut: count };
  if (request.passphrase === undefined) {
    throw new Fault('archives/passphrase-needed', `The archive holds ${count} secrets, and they are encrypted.`);
  }
  return { files: targets.files, key: await openSealKey(request.passphrase, manifest.sealing), leftOut: 0 };
}

/** The registry's entry as it will be: with its secret fields where they can be read, under the id it gets here. */
async function entryOf(archive: OpenedArchive, { profile }: Targets, key: SealKey | null, id: string): Promise<Entry> {
  let secrets: Readonly<Record<string, unknown>> = {};
  if (profile !== null && key !== null) {
    const parts: Uint8Array[] = [];
    for await (const bytes of openMember(archive, profile, key)) parts.push(bytes);
    secrets = fieldsOf(Buffer.concat(parts));
  }
  const entry: Entry = { ...archive.manifest.user, ...secrets, user_id: id };
  if (JSON.stringify(entry).length > largestProfile) {
    throw new Fault('archives/too-large', 'The profile in the archive is too large to be one.');
  }
  return entry;
}

/** Fault: `archives/damaged`. */
function fieldsOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new Fault('archives/damaged', 'The secret fields of the profile cannot be read.', { cause });
  }
}

interface Bringing extends Chosen {
  readonly archive: OpenedArchive;
  readonly request: ImportRequest;
  readonly path: string;
  readonly entry: Entry;
  readonly folders: Targets['folders'];
}

type Brought = Pick<ImportReport, 'files' | 'bytes' | 'backup' | 'warnings'>;

async function bringIn(ports: ArchivesPorts, bringing: Bringing, conduct: Conduct): Promise<Brought> {
  const { archive, files, folders, key } = bringing;
  const bytes = files.reduce((sum, { member }) => sum + (member.sealed?.size ?? member.size), 0);
  await refuseTooLarge(ports, bytes);
  const { kept, staged } = await prepare(ports, bringing);
  const unpacking: Unpacking = { files, folders, staged, key };
  try {
    conduct.phase('read', bytes);
    await unpack(ports.disk, archive, unpacking, conduct);
    conduct.phase('verify', bytes);
    await verifyUnpacked(ports.disk, archive, unpacking, conduct);
  } catch (cause) {
    await clearImport(ports, kept);
    throw cause;
  }
  return { files: files.length, bytes, ...(await place(ports, bringing, kept, conduct)) };
}

/** Fault: `archives/disk-full`. */
async function refuseTooLarge(ports: ArchivesPorts, bytes: number): Promise<void> {
  const folder = await ports.dataRoot();
  const free = await ports.freeSpace(folder);
  if (free === null || free >= bytes) return;
  throw new Fault('archives/disk-full', `${bytes} bytes are needed in ${folder}, and ${free} are free.`);
}

/** What the disk refused as a fault; anything else as it is. */
function faultOf(dataRoot: string, cause: unknown): unknown {
  if (!isSystemError(cause)) return cause;
  if (!isErrno(cause, 'ENOSPC', 'EDQUOT')) return unwritable(dataRoot, cause);
  return new Fault('archives/disk-full', `The user cannot be imported into ${dataRoot}: ${reasonOf(cause)}.`, {
    cause,
  });
}

/** Makes the folders that are filled, each beside its place, once it is written down that they are. */
async function prepare(ports: ArchivesPorts, { request, path, entry, archive, files, folders }: Bringing) {
  const { disk, sources } = ports;
  const token = newToken();
  const wanted = new Set([...files, ...folders].map(({ source }) => source));
  const moves: FolderMove[] = [];
  const staged = new Map<ArchiveSource, string>();
  for (const [target, own] of await byFolder(sources, entry.user_id)) {
    const isData = await isInDataRoot(ports, own);
    // A user without a folder there is none, whatever the archive holds.
    if (!isData && !own.some((source) => wanted.has(source))) continue;
    await safeFolder(disk, target, own);
    const workshop = join(dirname(target), `.persag-import-${token}`);
    const keep = isData ? null : join(ports.folders().backups, 'user_settings', `${entry.user_id}_${token}`);
    moves.push({ staged: join(workshop, 'new'), target, aside: join(workshop, 'old'), keep });
    for (const source of own) staged.set(source, join(workshop, 'new'));
  }
  const workshops = moves.map(({ staged: folder }) => dirname(folder));
  const { look } = archive.manifest;
  const replace = request.conflict === 'replace' && (await conflictOf(ports, entry.user_id)) === 'user';
  const kept = await beginRecord(ports, token, { archive: path, entry, look, replace, workshops, moves });
  try {
    for (const { staged: folder } of moves) {
      await makeFolder(disk, dirname(dirname(folder)));
      await disk.mkdir(dirname(folder), 0o700);
      await disk.mkdir(folder, 0o700);
    }
  } catch (cause) {
    await clearImport(ports, kept);
    throw cause;
  }
  return { kept, staged };
}

async function isInDataRoot({ dataRoot }: ArchivesPorts, [source]: readonly ArchiveSource[]): Promise<boolean> {
  return (await source?.root()) === (await dataRoot());
}

/** Everything lies ready: from here on the home is held, and soon it cannot be cancelled any more. */
async function place(ports: ArchivesPorts, { request, entry }: Bringing, kept: KeptRecord, conduct: Conduct) {
  let backup: string | null = null;
  let release = async () => {};
  try {
    release = await ports.hold(`importing ${entry.user_id}`);
    backup = await makeReady(ports, request, kept, conduct);
  } catch (cause) {
    await clearImport(ports, kept);
    await release();
    throw cause;
  }
  try {
    conduct.phase('place', 0);
    await placeImport(ports, kept);
    const warnings: string[] = [];
    await ports.prepareFolders(entry.user_id).catch((cause) => {
      warnings.push(`Folders that the services need could not be made yet: ${reasonOf(cause)}.`);
    });
    return { backup, warnings };
  } finally {
    await release();
  }
}

/** Looks once more: somebody may have come meanwhile, or gone. @returns the backup of whoever is replaced */
async function makeReady(
  ports: ArchivesPorts,
  request: ImportRequest,
  { record }: KeptRecord,
  conduct: Conduct,
): Promise<string | null> {
  const id = record.entry.user_id;
  const how = await refuseId(ports, id, request);
  if ((how === 'replace') !== record.replace) {
    throw new Fault('archives/id-taken', `Whether there is a user ${id} changed meanwhile.`);
  }
  let backup: string | null = null;
  if (how === 'replace') {
    conduct.phase('backup', 0);
    backup = await ports.keep(id);
  }
  conduct.seal();
  return backup;
}
