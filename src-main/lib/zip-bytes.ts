import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  type LocalFileHeader,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { Fault } from '../../src-shared/errors.ts';
import type { DiskFile } from './disk.ts';
import { isSystemError, reasonOf, unreadable } from './file-fault.ts';

/** Bytes read ahead: the entries of a directory are small and lie one behind the other. */
const ahead = 256 * 1024;

/** Where the packed bytes of a member are. */
export interface PackedBytes {
  readonly start: number;
  readonly packed: number;
  readonly size: number;
  readonly isDeflated: boolean;
  /** The checksum of the unpacked bytes. */
  readonly crc: number;
}

/** A zip file, as far as its container goes. */
export interface ZipBytes {
  /** How many members its directory claims. */
  readonly claimed: number;
  /** The directory, one member at a time. Fault: `archives/unreadable`. */
  entries(): AsyncIterable<Entry>;
  /** What stands before a member's bytes. Fault: `archives/unreadable`. */
  localHeader(entry: Entry): Promise<LocalFileHeader>;
  /** The unpacked bytes of a member, as many as its size, checked at their end. Fault: `archives/damaged`. */
  unpack(name: string, bytes: PackedBytes): AsyncIterable<Uint8Array>;
}

/** Finds the directory of a zip file. Fault: `archives/unreadable`. */
export async function readZipBytes(file: DiskFile, size: number, path: string): Promise<ZipBytes> {
  const fail = (cause: unknown) => noZip(path, cause);
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: true };
  const zip = await fromRandomAccessReaderPromise(new FileReader(file), size, options).catch((cause) => {
    throw fail(cause);
  });
  return {
    claimed: zip.entryCount,
    entries: () => entriesOf(zip, fail),
    localHeader: (entry) =>
      zip.readLocalFileHeaderPromise(entry, { minimal: false }).catch((cause) => {
        throw fail(cause);
      }),
    unpack: (name, bytes) => unpack(zip, `${name} in ${path}`, bytes),
  };
}

async function* entriesOf(zip: ZipFile, fail: (cause: unknown) => Fault): AsyncGenerator<Entry> {
  for (let read = 0; read < zip.entryCount; read += 1) {
    const entry = await new Promise<Entry>((resolve, reject) => {
      const stop = (settle: () => void) => {
        zip.off('entry', took);
        zip.off('error', failed);
        settle();
      };
      const took = (found: Entry) => stop(() => resolve(found));
      const failed = (cause: unknown) => stop(() => reject(fail(cause)));
      zip.on('entry', took).on('error', failed);
      zip.readEntry();
    });
    yield entry;
  }
}

async function* unpack(zip: ZipFile, what: string, { start, packed, size, isDeflated, crc }: PackedBytes) {
  let sum = 0;
  try {
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStreamLowLevel(start, packed, 0, packed, isDeflated, size, (cause, found) =>
        cause === null ? resolve(found) : reject(cause),
      );
    });
    for await (const bytes of stream) {
      if (!(bytes instanceof Uint8Array)) continue;
      sum = crc32(bytes, sum);
      yield bytes;
    }
  } catch (cause) {
    if (cause instanceof Fault || isSystemError(cause)) throw unreadable(what, cause);
    throw new Fault('archives/damaged', `${what} is damaged: its bytes cannot be unpacked.`, {
      cause,
      details: [reasonOf(cause)],
    });
  }
  if (sum !== crc) throw new Fault('archives/damaged', `${what} is damaged: its checksum is wrong.`);
}

/** What the library says of a file that is no zip or was cut off; what the system says of its disk stays that. */
function noZip(path: string, cause: unknown): Fault {
  if (cause instanceof Fault || isSystemError(cause)) return unreadable(path, cause);
  return new Fault('archives/unreadable', `${path} is no zip file, or a part of it is missing.`, {
    cause,
    details: [reasonOf(cause)],
  });
}

/** Lets the library read a file of ours at any place; the file is closed by whoever opened it. */
class FileReader extends RandomAccessReader {
  readonly #file: DiskFile;
  #block: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };

  constructor(file: DiskFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (failure: Error | null, count?: number) => void,
  ): void {
    this.#fetch(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null, bytes.length);
      },
      (cause) => callback(cause instanceof Error ? cause : new Error(String(cause))),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#range(start, end), { objectMode: false });
  }

  async #fetch(position: number, length: number): Promise<Uint8Array> {
    const { start, bytes } = this.#block;
    const from = position - start;
    if (from >= 0 && from + length <= bytes.length) return bytes.subarray(from, from + length);
    const block = await this.#file.readAt(position, Math.max(length, ahead));
    this.#block = { start: position, bytes: block };
    return block.subarray(0, length);
  }

  async *#range(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; ) {
      const bytes = await this.#file.readAt(at, Math.min(ahead, end - at));
      if (bytes.length === 0) return;
      yield bytes;
      at += bytes.length;
    }
  }
}
