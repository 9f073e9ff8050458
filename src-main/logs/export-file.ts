import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';

/** A file that is written piece by piece and is there only when it is whole. Fault: `logs/export-unwritable`. */
export interface ExportFile {
  append(text: string): Promise<void>;
  /** Makes it whole under its name, replacing what the person agreed to replace. */
  finish(): Promise<void>;
  /** Takes it away. */
  drop(): Promise<void>;
}

/** Begins a file that only its owner can read: logs tell what people asked. */
export async function beginExportFile(path: string): Promise<ExportFile> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const file: FileHandle = await orUnwritable(path, () => open(draft, 'w', 0o600));
  let isOpen = true;
  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  }
  async function drop(): Promise<void> {
    await close().catch(() => undefined);
    await rm(draft, { force: true });
  }
  async function orDrop(work: () => Promise<void>): Promise<void> {
    try {
      await orUnwritable(path, work);
    } catch (cause) {
      await drop();
      throw cause;
    }
  }
  return {
    append: (text) => orDrop(() => file.writeFile(text, 'utf8')),
    finish: () =>
      orDrop(async () => {
        await file.sync();
        await close();
        await rename(draft, path);
      }),
    drop,
  };
}

async function orUnwritable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('logs/export-unwritable', `${path} could not be written: ${why}`, { cause });
  }
}
