import { createHash } from 'node:crypto';
import { Fault } from '../../src-shared/errors.ts';
import type { Disk } from '../lib/disk.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { usualLimits, type ZipLimits } from '../lib/zip-limits.ts';
import { createNameBook, whyUnportable } from '../lib/zip-names.ts';
import { openZip, type Zip } from '../lib/zip-read.ts';
import { type FileMember, type Manifest, manifestName, readManifest, sealedFolder } from './manifest.ts';
import { type SealKey, unseal } from './sealing.ts';
import { type Conduct, stopIfCancelled } from './tasks.ts';

/** A manifest lists every file in about 200 bytes. */
const largestManifest = 64 * 1024 * 1024;

/** Files at a time. */
const width = 8;

/** An archive whose manifest and directory agree; its files were not read yet. */
export interface OpenedArchive {
  readonly zip: Zip;
  readonly manifest: Manifest;
  /** A fingerprint of the manifest, and thereby of every file that fits it. */
  readonly id: string;
  readonly files: readonly FileMember[];
}

/**
 * Opens an archive and compares its directory with its manifest. Faults: those of `openZip`, `archives/not-ours`,
 * `archives/newer`, `archives/damaged`, `archives/unsafe`.
 */
export async function openArchive(disk: Disk, path: string, limits: ZipLimits = usualLimits): Promise<OpenedArchive> {
  const zip = await openZip(disk, path, limits);
  try {
    const bytes = await manifestOf(zip, path);
    const manifest = readManifest(bytes, path);
    const files = manifest.members.filter((member) => member.kind === 'file');
    refuseStrangers(zip, manifest, path);
    refuseOddNames(manifest, path);
    return { zip, manifest, files, id: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    await zip.close();
    throw cause;
  }
}

async function manifestOf(zip: Zip, path: string): Promise<Uint8Array> {
  const member = zip.members.get(manifestName);
  if (member?.kind !== 'file') {
    throw new Fault('archives/not-ours', `${path} is a zip file, but not an archive of a user: it has no manifest.`);
  }
  if (member.size > largestManifest) throw new Fault('archives/too-large', `The manifest of ${path} is too large.`);
  const parts: Uint8Array[] = [];
  for await (const bytes of zip.read(manifestName)) parts.push(bytes);
  return Buffer.concat(parts);
}

/** The manifest lists every file, and no other; folders may be missing, or be there in addition: some programs add them. */
function refuseStrangers(zip: Zip, manifest: Manifest, path: string): void {
  const listed = new Set([manifestName]);
  for (const member of manifest.members) {
    const there = zip.members.get(member.name);
    if (member.kind === 'folder' && there?.kind !== 'file') continue;
    if (listed.has(member.name))
      throw new Fault('archives/damaged', `The manifest of ${path} lists ${member.name} twice.`);
    listed.add(member.name);
    if (member.kind === 'folder' || there?.kind !== 'file') {
      throw new Fault('archives/damaged', `${path} has no file ${member.name}, though its manifest lists it.`);
    }
    if (there.size !== member.size) {
      throw new Fault('archives/damaged', `${member.name} in ${path} has another size than its manifest says.`);
    }
  }
  for (const { name, kind } of zip.members.values()) {
    if (kind === 'file' && !listed.has(name)) {
      throw new Fault('archives/damaged', `${path} has a file ${name} that its manifest does not list.`);
    }
  }
}

/** Names become paths when everything is unpacked and decrypted: among those too none is there twice or leads away. */
function refuseOddNames({ members, sealing }: Manifest, path: string): void {
  const book = createNameBook();
  for (const member of members) {
    const sealed = member.kind === 'file' ? member.sealed : undefined;
    if ((sealed !== undefined) !== member.name.startsWith(`${sealedFolder}/`)) {
      throw new Fault('archives/damaged', `The manifest of ${path} does not tell how ${member.name} is encrypted.`);
    }
    if (sealed !== undefined && sealing === null) {
      throw new Fault('archives/damaged', `The manifest of ${path} does not tell how its secrets are encrypted.`);
    }
    const name = sealed?.name ?? member.name;
    const why = whyUnportable(name) ?? (name.includes('/') ? book.take(name, member.kind) : 'it is in no folder');
    if (why !== null) throw new Fault('archives/unsafe', `${JSON.stringify(name)} in ${path} is refused: ${why}.`);
  }
}

/**
 * Reads every file and compares its hash; with the key, also that the secrets can be decrypted. Nothing is written.
 * Faults: `archives/damaged`, `archives/cancelled`.
 */
export async function verifyArchive(
  archive: OpenedArchive,
  key: SealKey | null,
  { signal, advance }: Pick<Conduct, 'signal' | 'advance'>,
): Promise<void> {
  await inParallel(archive.files, width, async (member) => {
    for await (const bytes of openMember(archive, member, key)) {
      stopIfCancelled(signal);
      advance(bytes.length);
    }
  });
}

/**
 * The bytes of a file, decrypted where a key is given; that they are the right ones is known at their end. Fault:
 * `archives/damaged`.
 */
export function openMember({ zip }: OpenedArchive, member: FileMember, key: SealKey | null): AsyncIterable<Uint8Array> {
  const { sealed } = member;
  const packed = hashed(zip.read(member.name), member);
  return sealed === undefined || key === null ? packed : unseal(key, sealed, packed);
}

async function* hashed(pieces: AsyncIterable<Uint8Array>, { name, sha256 }: FileMember): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const bytes of pieces) {
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') !== sha256) throw new Fault('archives/damaged', `${name} is not what its manifest says.`);
}
