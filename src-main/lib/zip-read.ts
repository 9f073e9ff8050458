import { Fault } from '../../src-shared/errors.ts';
import type { Disk, DiskFile } from './disk.ts';
import { unreadable } from './file-fault.ts';
import { readZipBytes } from './zip-bytes.ts';
import { readDirectory } from './zip-directory.ts';
import { usualLimits, type ZipLimits } from './zip-limits.ts';

/** A file or folder of an archive. */
export interface ZipMember {
  /** With slashes, without one at the end. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Bytes, unpacked. */
  readonly size: number;
  /** Bytes, packed. */
  readonly packed: number;
}

/** An opened archive: its directory was read and found in order, its files were not. */
export interface Zip {
  /** Bytes of the archive. */
  readonly size: number;
  readonly members: ReadonlyMap<string, ZipMember>;
  /** The bytes of a file, exactly as many as its size says. Faults: `archives/damaged`, `home/file-unreadable`. */
  read(name: string): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens a zip file and checks all that can be known without unpacking it: names, kinds, duplicates, sizes, that no two
 * members share bytes. Faults: `archives/unreadable` (no zip, or cut off), `archives/unsafe` (a member that no honest
 * archive has), `archives/too-large`, `archives/damaged`, `home/file-unreadable`.
 */
export async function openZip(disk: Disk, path: string, limits: ZipLimits = usualLimits): Promise<Zip> {
  const file = await disk.open(path).catch((cause) => {
    throw unreadable(path, cause);
  });
  try {
    return await zipOf(file, path, limits);
  } catch (cause) {
    await file.close();
    throw unreadable(path, cause);
  }
}

async function zipOf(file: DiskFile, path: string, limits: ZipLimits): Promise<Zip> {
  const { kind, size } = await file.stat();
  if (kind !== 'file') throw new Fault('archives/unreadable', `${path} is no file.`);
  const zip = await readZipBytes(file, size, path);
  const found = await readDirectory(zip, path, size, limits);
  const members = new Map(found.map((member) => [member.name, member]));
  return {
    size,
    members,
    read(name) {
      const member = members.get(name);
      if (member === undefined) throw new Error(`${path} has no member ${name}`);
      return zip.unpack(name, member);
    },
    close: () => file.close(),
  };
}
