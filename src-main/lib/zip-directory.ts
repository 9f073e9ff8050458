import { isUtf8 } from 'node:buffer';
import { type Entry, getFileNameLowLevel } from 'yauzl';
import { type ErrorCode, Fault } from '../../src-shared/errors.ts';
import type { PackedBytes, ZipBytes } from './zip-bytes.ts';
import type { ZipLimits } from './zip-limits.ts';
import { createNameBook, whyUnportable } from './zip-names.ts';

/** A file or folder of an archive, and where its bytes are. */
export interface FoundMember extends PackedBytes {
  /** With slashes, without one at the end. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** What stands in the directory of one member, before its own header was looked at. */
interface Claim extends Omit<FoundMember, 'start'> {
  readonly entry: Entry;
}

const isEncrypted = 0x0001;
const isStronglyEncrypted = 0x0040;
const isMasked = 0x2000;
const saysUtf8 = 0x0800;
/** The kind of a file in the upper half of what Unix keeps for it. */
const kinds = { mask: 0o170000, file: 0o100000, folder: 0o040000 } as const;

/**
 * Reads the directory of an archive and refuses what no honest archive has; nothing is unpacked. Faults:
 * `archives/unreadable`, `archives/unsafe`, `archives/too-large`, `archives/damaged`.
 */
export async function readDirectory(
  zip: ZipBytes,
  path: string,
  size: number,
  limits: ZipLimits,
): Promise<readonly FoundMember[]> {
  if (zip.claimed > limits.members) {
    throw new Fault('archives/too-large', `${path} claims ${zip.claimed} members, at most ${limits.members} are read.`);
  }
  const names = createNameBook();
  const claims: Claim[] = [];
  let total = 0;
  for await (const entry of zip.entries()) {
    const claim = claimOf(entry, path);
    const twice = names.take(claim.name, claim.kind);
    if (twice !== null) throw new Fault('archives/unsafe', `${shown(claim.name)} in ${path} is refused: ${twice}.`);
    total += claim.size;
    refuseTooLarge(claim, total, path, size, limits);
    claims.push(claim);
  }
  return locate(zip, path, claims);
}

function claimOf(entry: Entry, path: string): Claim {
  const { generalPurposeBitFlag: flags, compressionMethod: method, uncompressedSize, compressedSize } = entry;
  const text = nameOf(entry);
  const kind = text.endsWith('/') ? 'folder' : 'file';
  const name = kind === 'folder' ? text.slice(0, -1) : text;
  const refuse = (code: ErrorCode, why: string): never => {
    throw new Fault(code, `${shown(name)} in ${path} is refused: ${why}.`);
  };
  const why = whyUnportable(name);
  if (why !== null) refuse('archives/unsafe', why);
  const type = (entry.externalFileAttributes >>> 16) & kinds.mask;
  if (type !== 0 && type !== kinds.file && type !== kinds.folder) refuse('archives/unsafe', 'it is a link or a device');
  if (type !== 0 && (type === kinds.folder) !== (kind === 'folder')) {
    refuse('archives/unsafe', 'its name and its kind disagree');
  }
  if ((flags & (isEncrypted | isStronglyEncrypted | isMasked)) !== 0) {
    refuse('archives/unreadable', 'it is encrypted by zip itself, which archives of this app never are');
  }
  if (method !== 0 && method !== 8)
    refuse('archives/unreadable', `it is packed in a way (${method}) that is not used here`);
  if (!Number.isSafeInteger(uncompressedSize) || !Number.isSafeInteger(compressedSize)) {
    refuse('archives/too-large', 'its size is no number that can be');
  }
  if (kind === 'folder' && uncompressedSize !== 0) refuse('archives/damaged', 'it is a folder and has bytes');
  return {
    entry,
    name,
    kind,
    size: uncompressedSize,
    packed: compressedSize,
    isDeflated: method === 8,
    crc: entry.crc32,
  };
}

/** Linux' own zip writes names as UTF-8 and does not say so; what is none is of the old character set of DOS. */
function nameOf({ generalPurposeBitFlag: flags, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(isUtf8(fileNameRaw) ? flags | saysUtf8 : flags, fileNameRaw, extraFields, true);
}

function refuseTooLarge(
  { name, size: unpacked, packed }: Claim,
  total: number,
  path: string,
  size: number,
  { bytes, ratio, ratioFrom }: ZipLimits,
): void {
  const refuse = (what: string): never => {
    throw new Fault('archives/too-large', what);
  };
  if (total > bytes) refuse(`${path} would become larger than ${bytes} bytes.`);
  if (unpacked > ratioFrom && unpacked > packed * ratio) {
    refuse(`${shown(name)} in ${path} would become ${Math.round(unpacked / Math.max(packed, 1))} times larger.`);
  }
  if (total > ratioFrom && total > size * ratio) refuse(`${path} would become more than ${ratio} times larger.`);
}

/**
 * Finds each member's bytes. A member whose own header tells another name than the directory, or that shares bytes with
 * another, shows a different archive to different readers.
 */
async function locate(zip: ZipBytes, path: string, claims: readonly Claim[]): Promise<readonly FoundMember[]> {
  const inOrder = claims.toSorted((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader);
  const found = new Map<Claim, FoundMember>();
  let free = 0;
  for (const claim of inOrder) {
    const { entry, ...facts } = claim;
    const header = await zip.localHeader(entry);
    if (!header.fileName.equals(entry.fileNameRaw) || (header.generalPurposeBitFlag & isEncrypted) !== 0) {
      throw new Fault('archives/unsafe', `${shown(facts.name)} in ${path} is refused: it is told of in two ways.`);
    }
    if (entry.relativeOffsetOfLocalHeader < free) {
      throw new Fault(
        'archives/unsafe',
        `${shown(facts.name)} in ${path} is refused: it shares bytes with another member.`,
      );
    }
    free = header.fileDataStart + facts.packed;
    found.set(claim, { ...facts, start: header.fileDataStart });
  }
  return claims.flatMap((claim) => found.get(claim) ?? []);
}

/** A name as it can be shown: it may hold anything. */
function shown(name: string): string {
  const clean = name.replaceAll(/[\p{C}\ufffd]/gu, '?');
  return `"${clean.length > 120 ? `${clean.slice(0, 117)}...` : clean}"`;
}
