import type { Backup, BackupsState, backups } from '../../src-shared/backups.ts';
import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createEmitter } from '../lib/emitter.ts';
import { unreadable } from '../lib/file-fault.ts';
import { diffBackup } from './diff-backup.ts';
import { foreignBackups } from './foreign-backups.ts';
import { type BackupRequest, makeBackup } from './make-backup.ts';
import type { BackupsPorts } from './ports.ts';
import { backupIds, readBackup } from './read-backup.ts';
import { recoverRestore, restoreBackup, restorePending } from './restore-backup.ts';
import { pruneBackups, readRetention, writeRetention } from './retention.ts';

/** The backups feature, and what the others need of it. */
export interface BackupsFeature extends Feature<typeof backups> {
  /** A backup for an operation that holds the home already; answers with its id. Fault: `home/unwritable`. */
  keep(request: BackupRequest): Promise<string>;
  /** A restore for an operation that holds the home already; see `restore`. */
  bringBack(id: string): Promise<Awaited<ReturnType<Feature<typeof backups>['restore']>>>;
  /** Whether a restore was cut off. */
  pending(): Promise<boolean>;
  /** Undoes a restore that was cut off; to be called at the start, with the home held. Answers with what was done. */
  recover(): Promise<readonly string[]>;
}

/** Makes the backups feature. */
export function createBackups(ports: BackupsPorts): BackupsFeature {
  const changed = createEmitter<BackupsState>((cause) => ports.log.error('a listener to the backups failed', cause));
  /** What was compared in this run of the app; a look at the sizes alone does not forget it. */
  const compared = new Map<string, Backup>();

  async function shown(id: string): Promise<Backup> {
    const now = await readBackup(ports, id, 'sizes');
    const before = compared.get(id);
    if (now.condition.state !== 'readable' || before === undefined) return now;
    return { ...now, condition: before.condition };
  }

  async function state(): Promise<BackupsState> {
    const folder = ports.folders().backups;
    const [ids, foreign, { retention, trouble }] = await Promise.all([
      backupIds(ports),
      foreignBackups(ports.disk, folder).catch((cause) => {
        throw unreadable(folder, cause);
      }),
      readRetention(ports),
    ]);
    const own: Backup[] = [];
    for (const id of ids) own.push(await shown(id));
    return { folder, backups: own, foreign, retention, retentionTrouble: trouble };
  }

  /** The work is done or has failed for a reason of its own; that the list cannot be read is no part of it. */
  async function tell(): Promise<void> {
    try {
      changed.emit(await state());
    } catch (cause) {
      ports.log.error('the backups could not be listed', cause);
    }
  }

  async function telling<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      await tell();
    }
  }

  async function held<T>(what: string, work: () => Promise<T>): Promise<T> {
    const release = await ports.hold(what);
    return telling(() => work().finally(release));
  }

  async function known(id: string): Promise<string> {
    if ((await backupIds(ports)).includes(id)) return id;
    throw new Fault('backups/unknown', `There is no backup ${id} in ${ports.folders().backups}.`);
  }

  async function keep(request: BackupRequest): Promise<string> {
    const { id } = await makeBackup(ports, request);
    compared.set(id, await readBackup(ports, id, 'hashes'));
    try {
      await pruneBackups(ports);
    } catch (cause) {
      ports.log.warn(`older backups could not be removed: ${String(cause)}`);
    }
    return id;
  }

  return {
    list: state,
    onChanged: changed.on,
    keep: (request) => telling(() => keep(request)),
    bringBack: (id) => telling(async () => restoreBackup(ports, await known(id), null)),
    pending: () => restorePending(ports),
    recover: () => recoverRestore(ports),
    create: ({ reason }) => held('making a backup', async () => shown(await keep({ reason }))),
    async verify({ id }) {
      const backup = await readBackup(ports, await known(id), 'hashes');
      compared.set(id, backup);
      await tell();
      return backup;
    },
    diff: async ({ id }) => diffBackup(ports, await known(id)),
    restore: ({ id, files }) =>
      held(`restoring the backup ${id}`, async () => restoreBackup(ports, await known(id), files ?? null)),
    setRetention: (chosen) =>
      held('changing what is kept of the backups', async () => {
        await writeRetention(ports, chosen);
        return state();
      }),
    prune: () => held('removing old backups', () => pruneBackups(ports)),
  };
}
