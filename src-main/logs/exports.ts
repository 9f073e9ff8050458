import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { beginExportFile, type ExportFile } from './export-file.ts';

/** The exports that are being written, at most one a window. */
export interface Exports {
  begin(caller: Caller, path: string): Promise<void>;
  /** Faults: `logs/no-export`, `logs/export-unwritable`. */
  write(caller: Caller, text: string): Promise<void>;
  /** Faults: `logs/no-export`, `logs/export-unwritable`. */
  end(caller: Caller, keep: boolean): Promise<void>;
  /** Takes away what a window has left half written. */
  dropOf(windowId: number): Promise<void>;
  dropAll(): Promise<void>;
}

/** Makes an empty set of exports. */
export function createExports(): Exports {
  const files = new Map<number, ExportFile>();

  function needed({ windowId }: Caller): ExportFile {
    const file = files.get(windowId);
    if (file === undefined) throw new Fault('logs/no-export', 'No export of logs is being written.');
    return file;
  }
  async function drop(windowId: number): Promise<void> {
    const file = files.get(windowId);
    files.delete(windowId);
    await file?.drop();
  }
  /** A file that failed has taken itself away already. */
  async function orForget(windowId: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      files.delete(windowId);
      throw cause;
    }
  }

  return {
    async begin({ windowId }, path) {
      await drop(windowId);
      files.set(windowId, await beginExportFile(path));
    },
    async write(caller, text) {
      const file = needed(caller);
      await orForget(caller.windowId, () => file.append(text));
    },
    async end(caller, keep) {
      const file = needed(caller);
      files.delete(caller.windowId);
      await (keep ? file.finish() : file.drop());
    },
    dropOf: drop,
    async dropAll() {
      await Promise.all([...files.keys()].map(drop));
    },
  };
}
