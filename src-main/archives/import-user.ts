import * as z from 'zod';
import type { ImportReport, ImportRequest } from '../../src-shared/archives.ts';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, isSystemError, reasonOf, unwritable } from '../lib/file-fault.ts';
import { bringIn, refuseId } from './bring-in.ts';
import { nameOf } from './export-user.ts';
import { archivedUser } from './import-plan.ts';
import { type OpenedArchive, openArchive, openMember } from './open-archive.ts';
import type { ArchivesPorts, Entry } from './ports.ts';
import { openSealKey, type SealKey } from './sealing.ts';
import { findTargets, type Targets } from './targets.ts';
import type { Conduct } from './tasks.ts';

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
      warnings: targets.unknown.map(
        (name) => `"${name}" was left out: this version of the app does not know what it is.`,
      ),
      ms: ports.clock.tick() - since,
    };
  } catch (cause) {
    throw faultOf(await ports.dataRoot(), cause);
  } finally {
    await archive.zip.close();
  }
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

/** What the disk refused as a fault; anything else as it is. */
function faultOf(dataRoot: string, cause: unknown): unknown {
  if (!isSystemError(cause)) return cause;
  if (!isErrno(cause, 'ENOSPC', 'EDQUOT')) return unwritable(dataRoot, cause);
  return new Fault('archives/disk-full', `The user cannot be imported into ${dataRoot}: ${reasonOf(cause)}.`, {
    cause,
  });
}
