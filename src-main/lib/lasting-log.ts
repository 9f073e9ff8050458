import { dirname, join } from 'node:path';
import type { Disk, DiskFile } from './disk.ts';
import { isErrno, unwritable } from './file-fault.ts';
import { newRecordId } from './journal-record.ts';
import { makeFolder } from './make-folder.ts';
import { readBytes } from './read-file.ts';
import { everyWholeLine, recordLine } from './record-lines.ts';
import { settled } from './settled.ts';

/** What happens to something that has to be brought to an end, entry by entry, in a file that outlasts the process. */
export interface LastingLog {
  readonly id: string;
  /** Resolves when the first entry outlasts a power cut too. Fault: `home/unwritable`. */
  readonly lasting: Promise<void>;
  /** Adds an entry, behind those before; it outlasts a power cut when this resolves. Fault: `home/unwritable`. */
  add(entry: object): Promise<void>;
  /** Adds an entry that a power cut may take, but the end of the process does not. Fault: `home/unwritable`. */
  note(entry: object): Promise<void>;
  /** Forgets it, lastingly; fine where it is gone already. Fault: `home/unwritable`. */
  end(): Promise<void>;
  /** Forgets it, unless a power cut brings it back, which must do no harm. Fault: `home/unwritable`. */
  forget(): Promise<void>;
  /** Lets go of the file and leaves it there, for another process or a later start. */
  close(): Promise<void>;
}

/** The logs of one kind in one folder. */
export interface LastingLogs {
  /** An id for a log that is to begin; later ones sort behind. */
  newId(): string;
  /** Begins a log, for this account alone: entries may hold keys. When this resolves it outlasts the process. */
  begin(id: string, entry: object): Promise<LastingLog>;
  /** One that is there, to go on with. */
  open(id: string): LastingLog;
  /** The ids of those that are there, the oldest first. */
  ids(): Promise<readonly string[]>;
  /** Its whole entries in their order; none where the log is gone. Fault: `home/file-unreadable`. */
  read(id: string): Promise<readonly unknown[]>;
}

/** What logs need. */
export interface LastingLogPorts {
  readonly disk: Disk;
  /** Asked at each use. */
  folder(): string;
  /** How their files end, with the dot. */
  readonly suffix: string;
  now(): Date;
}

/** Makes the logs of a folder; nothing is touched before one begins. */
export function createLastingLogs({ disk, folder, suffix, now }: LastingLogPorts): LastingLogs {
  const pathOf = (id: string) => join(folder(), `${id}${suffix}`);
  return {
    newId: () => newRecordId(now()),
    async begin(id, entry) {
      const path = pathOf(id);
      const file = await begun(disk, path, entry).catch(faultOf(path));
      const lasting = settled([file.sync(), disk.syncFolder(dirname(path))]).catch(faultOf(path));
      // Where nobody waits for it, something else has failed already.
      lasting.catch(() => undefined);
      return logAt(disk, path, id, { lasting, file });
    },
    open: (id) => logAt(disk, pathOf(id), id, { lasting: Promise.resolve(), file: null }),
    async ids() {
      try {
        const names = (await disk.list(folder())).filter((name) => name.endsWith(suffix));
        return names.map((name) => name.slice(0, -suffix.length)).sort();
      } catch (cause) {
        if (isErrno(cause, 'ENOENT')) return [];
        throw cause;
      }
    },
    async read(id) {
      const bytes = await readBytes(disk, pathOf(id));
      if (bytes === null) return [];
      return everyWholeLine(new TextDecoder().decode(bytes)).map((text): unknown => JSON.parse(text));
    },
  };
}

async function begun(disk: Disk, path: string, entry: object): Promise<DiskFile> {
  await makeFolder(disk, dirname(path));
  const file = await disk.create(path, 0o600);
  try {
    await file.write(lineOf(entry));
    return file;
  } catch (cause) {
    await file.close();
    // One that says nothing yet is of no use to anybody.
    await disk.unlink(path).catch(() => undefined);
    throw cause;
  }
}

function logAt(
  disk: Disk,
  path: string,
  id: string,
  { lasting, file: given }: { readonly lasting: Promise<void>; readonly file: DiskFile | null },
): LastingLog {
  let last: Promise<unknown> = lasting;
  // Kept open as long as it is written to: opening it for each entry would cost as much again.
  let file = given;

  /** One after another, so that the entries stand in the order in which they were given. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work, work).catch(faultOf(path));
    last = turn.catch(() => undefined);
    return turn;
  }

  async function write(entry: object): Promise<DiskFile> {
    file ??= await disk.append(path);
    await file.write(lineOf(entry));
    return file;
  }

  async function letGo(): Promise<void> {
    const open = file;
    file = null;
    await open?.close();
  }

  return {
    id,
    lasting,
    add: (entry) => inTurn(async () => (await write(entry)).sync()),
    note: (entry) => inTurn(async () => void (await write(entry))),
    end: () =>
      inTurn(async () => {
        await letGo();
        await ignoringAbsent(disk.unlink(path));
        await ignoringAbsent(disk.syncFolder(dirname(path)));
      }),
    forget: () =>
      inTurn(async () => {
        await letGo();
        await ignoringAbsent(disk.unlink(path));
      }),
    close: () => inTurn(letGo),
  };
}

/** Behind a line end of its own, so that what a power cut tore before it does not take it along. */
function lineOf(entry: object): Uint8Array {
  return Buffer.concat([Buffer.from('\n'), recordLine(JSON.stringify(entry))]);
}

function faultOf(path: string): (cause: unknown) => never {
  return (cause) => {
    throw unwritable(path, cause);
  };
}

async function ignoringAbsent(work: Promise<void>): Promise<void> {
  await work.catch((cause) => {
    if (!isErrno(cause, 'ENOENT', 'ENOTDIR')) throw cause;
  });
}
