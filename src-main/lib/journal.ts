import { join } from 'node:path';
import { applyChanges } from './journal-apply.ts';
import { allRecordIds, recordIds, stagedIn } from './journal-record.ts';
import { recoverJournal } from './journal-recover.ts';
import type { FileChange, JournalPorts, Recovered } from './journal-types.ts';
import { ignoreAbsent } from './replace-file.ts';

export type { FileChange } from './journal-types.ts';

/** Changes of several files as one. */
export interface Journal {
  /**
   * Makes all of the changes, in their order, or none of them, also where the process or the power ends in the midst of
   * it and `recover` runs at the next start. Missing folders are made, for this account alone.
   * @param what what the person is told was being done, such as "switching to dana"
   * Faults: `home/file-changed` (details: the paths) where a file is not as `before` says, `home/unwritable` (also where
   * a path is a link), `home/file-unreadable`. After a fault everything is as it was, but what another program wrote.
   */
  apply(what: string, changes: readonly FileChange[]): Promise<void>;
  /** Whether something was cut off that `recover` has to look at; cheap, changes nothing. */
  pending(): Promise<boolean>;
  /**
   * Finishes or undoes what was cut off. To be called at the start of the app and of the command line, with the owner
   * lock held; what another living process is at is left alone. Can be cut off and repeated.
   */
  recover(): Promise<readonly Recovered[]>;
  /**
   * Removes from a folder what waited there for a change that no record knows any more: after a power cut such a file can
   * come back although its change had ended. To be called after `recover`. Rejects with the system's own error.
   */
  clearStaged(folder: string): Promise<void>;
}

/** Makes the journal of the folder that `folder` names. */
export function createJournal(ports: JournalPorts): Journal {
  // What this very process is at is no leftover.
  const underWay = new Set<string>();
  return {
    apply: (what, changes) => applyChanges(ports, what, changes, underWay),
    pending: async () => (await recordIds(ports.disk, ports.folder())).some((id) => !underWay.has(id)),
    recover: () => recoverJournal(ports, underWay),
    clearStaged: (folder) => clearStaged(ports, folder),
  };
}

async function clearStaged({ disk, folder: records }: JournalPorts, folder: string): Promise<void> {
  // The records are looked at last: a change that begins in between has written its record before its files.
  const staged = stagedIn(await disk.list(folder));
  if (staged.length === 0) return;
  const known = await allRecordIds(disk, records());
  for (const { name, id } of staged) {
    if (!known.has(id)) await disk.unlink(join(folder, name)).catch(ignoreAbsent);
  }
}
