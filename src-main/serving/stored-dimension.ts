import type { Disk, DiskFile } from '../lib/disk.ts';

/** What a file of vectors says of itself. */
export interface StoredVectors {
  /** Numbers in a vector. */
  readonly dimension: number;
  /** True where there is none in it. */
  readonly isEmpty: boolean;
}

/** LightRAG writes the dimension first; a file that says it later says it at its end. */
const headBytes = 65_536;

/**
 * Reads the dimension out of a file of LightRAG's own vector store (`vdb_*.json`, nano-vectordb): its beginning, and its
 * end where that does not tell; such files have hundreds of megabytes. Null where it tells nothing.
 */
export async function readStoredVectors(disk: Pick<Disk, 'open'>, path: string): Promise<StoredVectors | null> {
  let file: DiskFile;
  try {
    file = await disk.open(path);
  } catch {
    return null;
  }
  try {
    const { size } = await file.stat();
    const head = text(await file.readAt(0, headBytes));
    const tail = size <= headBytes ? '' : text(await file.readAt(size - headBytes, headBytes));
    return fromText(head, tail);
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

function fromText(head: string, tail: string): StoredVectors | null {
  // What is in a text has its quotes escaped, so that only the key itself is found.
  const pattern = /(?<!\\)"embedding_dim"\s*:\s*(\d{1,6})(?![\d.])/;
  const found = pattern.exec(head) ?? pattern.exec(tail);
  if (found === null) return null;
  const isEmpty = /(?<!\\)"data"\s*:\s*\[\s*\]/.test(head + tail);
  return { dimension: Number(found[1]), isEmpty };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
