import { dirname } from 'node:path';
import type { ExportPreview, ExportReport, ExportRequest } from '../../src-shared/archives.ts';
import { archiveParts } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { localDay } from '../formats/upstream-time.ts';
import { isErrno, isSystemError, reasonOf } from '../lib/file-fault.ts';
import { clearDrafts, draftOf } from '../lib/write-file.ts';
import { usualLimits } from '../lib/zip-limits.ts';
import type { Zip } from '../lib/zip-read.ts';
import { findTarget, placeTarget } from './export-target.ts';
import { manifestName } from './manifest.ts';
import { type OpenedArchive, openArchive, verifyArchive } from './open-archive.ts';
import type { ArchivesPorts, Entry, Look } from './ports.ts';
import { newSealKey, type SealKey } from './sealing.ts';
import { Unsteady } from './steady-read.ts';
import { byFolder, type Survey, sizesOf, survey } from './survey.ts';
import type { Conduct } from './tasks.ts';
import { type ArchiveContent, type WrittenArchive, writeArchive } from './write-archive.ts';

/** Tries to find large files at a moment at which nobody writes to them; each one writes the archive from its beginning. */
const tries = 3;

/** What an export of a user would hold. Faults: `users/unknown`, `users/folder-outside`, `home/file-unreadable`. */
export async function previewExport(ports: ArchivesPorts, userId: string): Promise<ExportPreview> {
  const { entry } = await ports.entry(userId);
  const { files, leftOut } = await survey(ports, entry.user_id, archiveParts);
  const day = localDay(ports.clock.now());
  return {
    userId: entry.user_id,
    name: nameOf(entry),
    parts: sizesOf(files),
    inUse: await ports.inUse(entry.user_id),
    suggestedName: `${entry.user_id.replaceAll(/[^\w.-]/g, '_')}-${day}.zip`,
    leftOut,
  };
}

/**
 * Writes an archive of a user beside its place, reads it again, and gives it its name; whatever fails, nothing is left.
 * Faults: `users/unknown`, `archives/target-refused`, `archives/target-taken`, `archives/files-changing`,
 * `archives/disk-full`, `archives/cancelled`, `home/unwritable`, `home/file-unreadable`.
 */
export async function exportUser(
  ports: ArchivesPorts,
  request: ExportRequest,
  conduct: Conduct,
): Promise<ExportReport> {
  const { disk, clock } = ports;
  const since = clock.tick();
  const { entry, look } = await ports.entry(request.userId);
  const target = await findTarget(ports, request.path, request.replace);
  await refuseWithin(ports, entry, target);
  const key = request.passphrase === undefined ? null : await newSealKey(request.passphrase);
  // What an export that was killed left there; if that cannot be removed, it is no reason not to export.
  await clearDrafts(disk, dirname(target)).catch(() => undefined);
  const draft = draftOf(target);
  try {
    const written = await writeDraft(ports, { entry, look, request, key, draft }, conduct);
    conduct.seal();
    await placeTarget(disk, draft, target, request.replace);
    return {
      userId: entry.user_id,
      path: target,
      size: written.size,
      sha256: written.sha256,
      parts: written.parts,
      leftOut: written.manifest.leftOut,
      warnings: await warningsOf(ports, entry, written),
      ms: clock.tick() - since,
    };
  } catch (cause) {
    await disk.unlink(draft).catch(() => undefined);
    throw faultOf(target, cause);
  }
}

interface Draft {
  readonly entry: Entry;
  readonly look: Look;
  readonly request: ExportRequest;
  readonly key: SealKey | null;
  readonly draft: string;
}

type Drafted = WrittenArchive & Pick<ExportReport, 'parts'>;

/** Writes and verifies, again where large files changed meanwhile or some pack too well. */
async function writeDraft(ports: ArchivesPorts, asked: Draft, conduct: Conduct): Promise<Drafted> {
  const { entry, look, request, key, draft } = asked;
  const stored = new Set<string>();
  for (let attempt = 1; ; ) {
    conduct.phase('look', 0);
    const found = await survey(ports, entry.user_id, request.parts);
    const total = found.files.reduce((sum, { size }) => sum + size, 0);
    refuseTooMany(found);
    const { version: appVersion, clock } = ports;
    const content = { entry, look, key, stored, parts: request.parts, survey: found, appVersion, now: clock.now() };
    conduct.phase('read', total);
    try {
      const written = await writeOnce(ports, draft, content, conduct);
      conduct.phase('verify', total);
      const dense = await verifyDraft(ports, draft, written, key, conduct);
      if (dense.length === 0) return { ...written, parts: sizesOf(found.files.filter(isIn(written))) };
      for (const name of dense) stored.add(name);
    } catch (cause) {
      if (!(cause instanceof Unsteady)) throw cause;
      if (attempt === tries) throw changing(cause);
      attempt += 1;
    }
    await ports.disk.unlink(draft);
  }
}

/** Fault: `archives/too-large`, for what no import would take. */
function refuseTooMany({ files, folders }: Survey): void {
  const count = files.length + folders.length;
  if (count < usualLimits.members) return;
  throw new Fault('archives/too-large', `There are ${count} files and folders, too many for one archive.`, {
    hint: 'Export fewer parts, or remove what nobody needs.',
  });
}

async function writeOnce(
  { disk }: ArchivesPorts,
  draft: string,
  content: ArchiveContent,
  conduct: Conduct,
): Promise<WrittenArchive> {
  // For this account alone: it is all of a person.
  const file = await disk.create(draft, 0o600);
  try {
    const written = await writeArchive(disk, file, content, conduct);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

/**
 * Reads a written archive as an import would. Answers with the files that have to be stored unpacked, because an import
 * would take them for a bomb. Fault: `home/unwritable` where other bytes came back than were written.
 */
async function verifyDraft(
  { disk }: ArchivesPorts,
  draft: string,
  { manifest }: WrittenArchive,
  key: SealKey | null,
  conduct: Conduct,
): Promise<readonly string[]> {
  let archive: OpenedArchive | null = null;
  try {
    archive = await openArchive(disk, draft, { ...usualLimits, ratio: Number.POSITIVE_INFINITY });
    const dense = tooDense(archive.zip);
    if (dense.length > 0) return dense;
    const { format, version, ...read } = archive.manifest;
    if (JSON.stringify(read.members) !== JSON.stringify(manifest.members))
      throw new Error('the manifest is another one');
    await verifyArchive(archive, key, conduct);
    return [];
  } catch (cause) {
    if (cause instanceof Fault && cause.code === 'archives/cancelled') throw cause;
    throw new Fault('home/unwritable', `The archive was written, but cannot be read again: ${reasonOf(cause)}`, {
      cause,
    });
  } finally {
    await archive?.zip.close();
  }
}

/** The files that pass the limits of packing; all that pack, where only all of them together do. */
function tooDense({ members, size }: Zip): readonly string[] {
  const { ratio, ratioFrom } = usualLimits;
  const files = [...members.values()].filter(({ name }) => name !== manifestName);
  const dense = files.filter((file) => file.size > ratioFrom && file.size > file.packed * ratio);
  if (dense.length > 0) return dense.map(({ name }) => name);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  return total > ratioFrom && total > size * ratio ? files.map(({ name }) => name) : [];
}

/** Whether a listed file is in the archive, in clear or encrypted. */
function isIn({ manifest }: WrittenArchive): (file: { readonly name: string }) => boolean {
  const names = new Set(
    manifest.members.map((member) => (member.kind === 'file' ? member.sealed?.name : null) ?? member.name),
  );
  return ({ name }) => names.has(name);
}

/** Fault: `archives/target-refused` where the archive would become part of itself. */
async function refuseWithin({ disk, sources }: ArchivesPorts, { user_id: id }: Entry, target: string): Promise<void> {
  for (const folder of (await byFolder(sources, id)).keys()) {
    const real = await disk.realpath(folder).catch(() => null);
    if (real === null || !`${dirname(target)}/`.startsWith(`${real}/`)) continue;
    throw new Fault(
      'archives/target-refused',
      `The archive cannot go to ${target}: it is in the folder that is exported.`,
    );
  }
}

async function warningsOf(
  ports: ArchivesPorts,
  { user_id: id }: Entry,
  { manifest }: WrittenArchive,
): Promise<string[]> {
  const count = (reason: string) => manifest.leftOut.filter((one) => one.reason === reason).length;
  const warnings: string[] = [];
  if (await ports.inUse(id)) {
    warnings.push('The services may be using this user: what they hold in memory and did not write yet is not in it.');
  }
  const [closed, secrets] = [count('unreadable'), count('secret')];
  if (closed > 0)
    warnings.push(`Not in the archive, because your account may not read it: ${closed} of the files and folders.`);
  if (secrets > 0)
    warnings.push(`Not in the archive, because no passphrase was given: ${secrets} of the files, with secrets.`);
  return warnings;
}

function changing({ names }: Unsteady): Fault {
  return new Fault(
    'archives/files-changing',
    `${names.length === 1 ? 'A file is' : 'Files are'} written to all the time.`,
    {
      details: names,
    },
  );
}

function faultOf(target: string, cause: unknown): unknown {
  if (cause instanceof Fault) return cause;
  if (cause instanceof Unsteady) return changing(cause);
  if (isErrno(cause, 'ENOSPC', 'EDQUOT')) {
    return new Fault('archives/disk-full', `${target} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
  // Nothing of the disk: whoever catches it says that nobody foresaw it.
  if (!isSystemError(cause)) return cause;
  return new Fault('home/unwritable', `${target} cannot be written: ${reasonOf(cause)}.`, {
    cause,
    hint: 'Choose another folder, one that your account may write to.',
  });
}

/** The name people see. */
export function nameOf({ user_name: name, user_id: id }: Entry): string {
  return typeof name === 'string' && name.trim() !== '' ? name : id;
}
