import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { DiskFile } from './disk.ts';

/** What is told of a member beside its name. */
export interface MemberFacts {
  /** Permission bits. */
  readonly mode: number;
  /** When its bytes were last changed, milliseconds since 1970. */
  readonly modified: number;
  /** True for bytes that become larger when they are packed, or so small that they are taken for a bomb. */
  readonly stored?: boolean;
}

/** A zip file that is being written, one member after the other. */
export interface ZipWriter {
  /**
   * Adds a file; ends when all of its bytes were taken, and holds no more of them than the disk is behind. Fails as the
   * pieces do, or with the disk's own error; the archive is of no use then.
   */
  file(name: string, pieces: AsyncIterable<Uint8Array>, facts: MemberFacts): Promise<void>;
  /** Adds a folder, for one that is empty or has a mode of its own. */
  folder(name: string, facts: MemberFacts): void;
  /** Writes the directory; the caller syncs and closes the file. */
  end(): Promise<{ readonly size: number; readonly sha256: string }>;
}

const kinds = { file: 0o100000, folder: 0o040000 } as const;

/** Begins a zip file in an empty file that is open for writing. */
export function createZipWriter(out: DiskFile): ZipWriter {
  const zip = new ZipFile();
  const hash = createHash('sha256');
  let size = 0;
  const failure = new Promise<never>((_resolve, reject) => {
    zip.on('error', reject);
  });
  // Told to whoever adds or ends; between two additions nobody listens.
  failure.catch(() => undefined);

  const written = (async () => {
    for await (const bytes of zip.outputStream) {
      if (!(bytes instanceof Uint8Array)) continue;
      await out.write(bytes);
      hash.update(bytes);
      size += bytes.length;
    }
  })();
  const writing = written.catch((cause) => {
    // Once nobody takes its bytes any more, the library would wait for ever.
    zip.emit('error', cause);
    throw cause;
  });
  writing.catch(() => undefined);

  async function taken(pieces: AsyncIterable<Uint8Array>, name: string, facts: MemberFacts): Promise<void> {
    const stream = Readable.from(pieces, { objectMode: false });
    const read = once(stream, 'end');
    zip.addReadStreamLazy(name, optionsOf(facts, kinds.file), (begin) => begin(null, stream));
    try {
      await Promise.race([read, failure]);
    } finally {
      stream.destroy();
      read.catch(() => undefined);
    }
  }

  return {
    file: (name, pieces, facts) => taken(pieces, name, facts),
    folder(name, facts) {
      const { compress, ...options } = optionsOf(facts, kinds.folder);
      zip.addEmptyDirectory(name, options);
    },
    async end() {
      zip.end();
      await Promise.race([writing, failure]);
      return { size, sha256: hash.digest('hex') };
    },
  };
}

function optionsOf({ mode, modified, stored = false }: MemberFacts, kind: number) {
  return { mode: kind | (mode & 0o777), mtime: new Date(modified), compress: !stored };
}
