import { dirname, join } from 'node:path';
import type { ImportReport, ImportRequest } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { conflictOf } from './import-plan.ts';
import { beginRecord, type FolderMove, type KeptRecord, newToken } from './import-record.ts';
import type { OpenedArchive } from './open-archive.ts';
import { clearImport, placeImport } from './place-import.ts';
import type { ArchiveSource, ArchivesPorts, Entry } from './ports.ts';
import type { SealKey } from './sealing.ts';
import { byFolder, safeFolder } from './survey.ts';
import type { TargetFolder, Targets } from './targets.ts';
import type { Conduct } from './tasks.ts';
import { type Unpacking, unpack, verifyUnpacked } from './unpack.ts';

/** Faults: `users/id-unsafe`, `archives/id-taken`, `archives/not-replaceable`. */
export async function refuseId(
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
    const details = [obstacle.hint, ...(obstacle.details ?? [])];
    throw new Fault('archives/not-replaceable', `${id} cannot be replaced: ${obstacle.message}`, { details });
  }
  return 'replace';
}

/** What is brought in. */
export interface Bringing {
  readonly files: Targets['files'];
  readonly folders: Targets['folders'];
  /** Null: there are no secrets among the files. */
  readonly key: SealKey | null;
  readonly archive: OpenedArchive;
  readonly request: ImportRequest;
  readonly path: string;
  readonly entry: Entry;
}

type Brought = Pick<ImportReport, 'files' | 'bytes' | 'backup'>;

/**
 * Unpacks an archive beside its place, checks what was unpacked, and moves it there as one change. Faults: as
 * `importUser`; rejects otherwise with the system's own errors.
 */
export async function bringIn(ports: ArchivesPorts, bringing: Bringing, conduct: Conduct): Promise<Brought> {
  const { archive, files, key } = bringing;
  const bytes = files.reduce((sum, { member }) => sum + (member.sealed?.size ?? member.size), 0);
  await refuseTooLarge(ports, bytes);
  const { kept, staged } = await prepare(ports, bringing);
  const folders = withServiceFolders(ports, bringing, staged);
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

/** A switch to the user should find them whole, without anything to be made first. */
function withServiceFolders(
  { serviceFolders, sources }: ArchivesPorts,
  { files, folders }: Bringing,
  staged: ReadonlyMap<ArchiveSource, string>,
): readonly TargetFolder[] {
  const missing = serviceFolders.flatMap((path): TargetFolder[] => {
    const source = sources.find((one) => staged.has(one) && one.part !== 'settings' && one.takes(path));
    const isThere = [...files, ...folders].some((one) => one.source === source && one.path === path);
    return source === undefined || isThere ? [] : [{ source, path, mode: 0o700 }];
  });
  return [...folders, ...missing];
}

/** Fault: `archives/disk-full`. */
async function refuseTooLarge(ports: ArchivesPorts, bytes: number): Promise<void> {
  const folder = await ports.dataRoot();
  const free = await ports.freeSpace(folder);
  if (free === null || free >= bytes) return;
  throw new Fault('archives/disk-full', `${bytes} bytes are needed in ${folder}, and ${free} are free.`);
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
    moves.push({ staged: join(workshop, 'new'), target, replaces: false, aside: join(workshop, 'old'), keep });
    for (const source of own) staged.set(source, join(workshop, 'new'));
  }
  const workshops = moves.map(({ staged: folder }) => dirname(folder));
  const { look } = archive.manifest;
  const replace = request.conflict === 'replace' && (await conflictOf(ports, entry.user_id)) === 'user';
  const kept = await beginRecord(ports, token, { archive: path, entry, look, replace, workshops, moves });
  try {
    for (const { staged: folder } of moves) await makeFolder(disk, folder);
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
    return { backup };
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
