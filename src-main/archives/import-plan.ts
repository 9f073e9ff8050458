import type { ArchivedUser, IdConflict, ImportPlan } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import { isSystemError, unreadable } from '../lib/file-fault.ts';
import { lookAt } from '../lib/file-tree.ts';
import { fullPath } from '../lib/full-path.ts';
import { nameOf } from './export-user.ts';
import { type OpenedArchive, openArchive, verifyArchive } from './open-archive.ts';
import type { ArchivesPorts } from './ports.ts';
import { byFolder, sizesOf } from './survey.ts';
import { findTargets, type Targets } from './targets.ts';
import type { Conduct } from './tasks.ts';

/** Longest name that is shown; one beyond it is no name. */
const longestName = 200;

/**
 * Checks an archive from end to end and says what an import would do; nothing is written. Faults: those of `openArchive`,
 * `archives/damaged`, `archives/unsafe`, `archives/cancelled`.
 */
export async function planImport(ports: ArchivesPorts, asked: string, conduct: Conduct): Promise<ImportPlan> {
  const path = fullPath(asked, ports);
  const archive = await openArchive(ports.disk, path);
  try {
    const user = archivedUser(archive);
    conduct.name(user.id);
    const targets = await findTargets(archive, ports);
    conduct.phase(
      'verify',
      archive.files.reduce((sum, { size }) => sum + size, 0),
    );
    await verifyArchive(archive, null, conduct);
    return await planOf(ports, path, archive, targets, user);
  } catch (cause) {
    throw isSystemError(cause) ? unreadable(path, cause) : cause;
  } finally {
    await archive.zip.close();
  }
}

async function planOf(
  ports: ArchivesPorts,
  path: string,
  { zip, manifest, id }: OpenedArchive,
  targets: Targets,
  user: ArchivedUser,
): Promise<ImportPlan> {
  const files = targets.files.map(({ member, source }) => ({
    source,
    size: member.sealed?.size ?? member.size,
    isSecret: member.sealed !== undefined,
  }));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const ownId = user.id.trim().toLowerCase();
  const conflict = await conflictOf(ports, ownId);
  const plan = {
    ...{ id, path, size: zip.size, user, conflict, bytes },
    createdAt: manifest.createdAt,
    appVersion: manifest.app.version,
    parts: sizesOf(files),
    files: files.length,
    secrets: files.filter(({ isSecret }) => isSecret).length + (targets.profile === null ? 0 : 1),
    leftOut: manifest.leftOut,
    dataRoot: await ports.dataRoot(),
    suggestedId: await freeId(ports, ownId),
  };
  return { ...plan, remarks: await remarksOn(ports, plan, targets, manifest.parts) };
}

/** Fault: `archives/unsafe` for a name that would write on a terminal or in a menu as it pleases. */
export function archivedUser({ manifest }: OpenedArchive): ArchivedUser {
  const { user_id: id, user_type: type } = manifest.user;
  const user = { id, name: nameOf(manifest.user), type: typeof type === 'string' ? type : 'Standard' };
  for (const text of Object.values(user)) {
    if (text.length > longestName || /\p{Cc}/u.test(text)) {
      throw new Fault(
        'archives/unsafe',
        'The profile in the archive has a name or an id that is no text of one short line.',
      );
    }
  }
  return user;
}

/** Who has an id here: somebody of the registry, or a folder nobody owns. Null for a free one. */
export async function conflictOf(ports: ArchivesPorts, id: string): Promise<IdConflict | null> {
  if (whyUnsafe(id) !== null) return null;
  if (await isUser(ports, id)) return 'user';
  for (const folder of (await byFolder(ports.sources, id)).keys()) {
    if ((await lookAt(ports.disk, folder)) !== null) return 'folder';
  }
  return null;
}

async function isUser(ports: ArchivesPorts, id: string): Promise<boolean> {
  try {
    await ports.entry(id);
    return true;
  } catch (cause) {
    if (cause instanceof Fault && cause.code === 'users/unknown') return false;
    throw cause;
  }
}

async function freeId(ports: ArchivesPorts, id: string): Promise<string> {
  const base = whyUnsafe(id) === null ? id : safeId(id);
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? base : `${base.slice(0, 58)}-${count}`;
    if ((await conflictOf(ports, candidate)) === null) return candidate;
  }
}

/** The nearest id that the rule for ids allows. */
function safeId(id: string): string {
  const plain = id.replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/\.{2,}/g, '.');
  const trimmed = plain
    .slice(0, 58)
    .replace(/^[^a-z0-9]+/, '')
    .replace(/[._-]+$/, '');
  if (whyUnsafe(trimmed) === null) return trimmed;
  return trimmed !== '' && whyUnsafe(`user-${trimmed}`) === null ? `user-${trimmed}` : 'user';
}

async function remarksOn(
  ports: ArchivesPorts,
  { user, bytes, dataRoot, conflict }: Pick<ImportPlan, 'user' | 'bytes' | 'dataRoot' | 'conflict'>,
  { unknown }: Targets,
  parts: readonly string[],
): Promise<readonly string[]> {
  const remarks: string[] = [];
  if (user.type === 'Admin') remarks.push(`${user.name} is an Admin, and will be one here.`);
  const why = whyUnsafe(user.id);
  if (why !== null) remarks.push(`${user.name} needs another id here: ${why}.`);
  if (conflict !== null && !parts.includes('data')) {
    remarks.push('The archive does not hold all of the data. Who is replaced keeps it in the backup alone.');
  }
  for (const name of unknown) remarks.push(`"${name}" is left out: this version of the app does not know what it is.`);
  const free = await ports.freeSpace(dataRoot);
  if (free !== null && free < bytes)
    remarks.push(`The disk of ${dataRoot} has too little space: ${bytes} bytes are needed, ${free} are free.`);
  return remarks;
}
