import { dirname, join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { isErrno, unwritable } from '../lib/file-fault.ts';
import type { FileChange } from '../lib/journal.ts';
import { documentText, emptyDocument, type SettingsDocument } from './document.ts';
import type { SettingsPorts } from './ports.ts';
import { pathsOf, readLastGood, readSettings, type SettingsReading } from './reading.ts';

/** A change of a user's settings. */
export interface Edited {
  readonly document: SettingsDocument;
  /** Files that change with it, as one. */
  readonly files?: readonly FileChange[];
}

/** The settings of users, on disk and, for who wants it so, in memory alone. */
export interface SettingsStore {
  read(userId: string): Promise<SettingsReading>;
  /**
   * Changes the settings of a user; the edit may be asked again, with what another process wrote meanwhile.
   * Faults: what `edit` throws, the trouble of the file, `home/unwritable`, `switching/busy`.
   */
  change(userId: string, edit: (document: SettingsDocument) => Promise<Edited> | Edited): Promise<void>;
  /** Puts the last good copy, or nothing, in the place of a file that cannot be used, which is kept aside. */
  mend(userId: string, way: 'last-good' | 'afresh'): Promise<void>;
  /** Puts the files of a user who was deleted among the backups. Fault: `home/unwritable`. */
  remove(userId: string): Promise<void>;
  /** Forgets what is kept in memory alone. @returns whether there was anything */
  forget(userId: string): boolean;
}

/** Tries against another process that writes at the same time. */
const tries = 5;

/** Makes the store. */
export function createStore(ports: SettingsPorts): SettingsStore {
  const { files, clock } = ports;
  /** Of those who want nothing kept on the disk. */
  const sessions = new Map<string, SettingsDocument>();
  let last: Promise<unknown> = Promise.resolve();

  /** One change at a time, in this process and beside others. */
  function inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const locked = () => files.exclusively(pathsOf(ports, userId).file, work);
    const turn = last.then(locked, locked);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function read(userId: string): Promise<SettingsReading> {
    const reading = await readSettings(ports, userId);
    if (reading.state !== 'good' || !reading.document.preferences.sessionOnly) return reading;
    return { ...reading, document: sessions.get(userId) ?? reading.document };
  }

  /** What the disk is to have, and what only this process. */
  async function save(userId: string, { bytes }: Good, { document, files: others = [] }: Edited): Promise<void> {
    const saved = { ...document, savedAt: clock.now().toISOString() };
    const { sessionOnly } = saved.preferences;
    await write(ports, userId, bytes, sessionOnly ? bare(saved) : saved, others);
    if (sessionOnly) sessions.set(userId, saved);
    else sessions.delete(userId);
  }

  async function attempt(userId: string, edit: (document: SettingsDocument) => Promise<Edited> | Edited) {
    for (let attempt = 1; ; attempt += 1) {
      const reading = await goodOf(read(userId));
      const edited = await edit(reading.document);
      if (edited.document === reading.document && (edited.files ?? []).length === 0) return;
      try {
        await save(userId, reading, edited);
        return;
      } catch (cause) {
        if (!(cause instanceof Fault) || cause.code !== 'home/file-changed' || attempt === tries) throw cause;
      }
    }
  }

  return {
    read,
    async change(userId, edit) {
      // Before the lock, which is kept beside the file: a refusal leaves no trace, not even a folder for it.
      await edit((await goodOf(read(userId))).document);
      await inTurn(userId, () => attempt(userId, edit));
    },
    async mend(userId, way) {
      const { state } = await read(userId);
      if (state === 'good')
        throw new Fault('settings/no-trouble', 'The settings can be read, and were left as they are.');
      await putFolderAside(ports, userId);
      if (way === 'last-good') await lastGoodOf(ports, userId);
      await inTurn(userId, () => mend(ports, userId, way));
      sessions.delete(userId);
    },
    async remove(userId) {
      sessions.delete(userId);
      const { folder } = pathsOf(ports, userId);
      if ((await files.kind(folder)) !== 'folder') return;
      const kept = ports.keptFolder();
      await files.makeFolder(kept);
      await putAside(ports, ports.folder(), folder, join(kept, `${userId}_${markOf(ports)}`));
    },
    forget: (userId) => sessions.delete(userId),
  };
}

type Good = Extract<SettingsReading, { state: 'good' }>;

async function goodOf(reading: Promise<SettingsReading>): Promise<Good> {
  const found = await reading;
  if (found.state === 'good') return found;
  throw found.fault;
}

function bare({ savedAt, preferences }: SettingsDocument): SettingsDocument {
  return { ...emptyDocument, savedAt, preferences };
}

async function write(
  ports: SettingsPorts,
  userId: string,
  before: Uint8Array | null,
  document: SettingsDocument,
  others: readonly FileChange[],
): Promise<void> {
  const { file, lastGood } = pathsOf(ports, userId);
  const after = new TextEncoder().encode(documentText(document));
  const copy = await ports.files.read(lastGood);
  await ports.journal.apply(`saving the settings of ${userId}`, [
    { path: file, before, after },
    // The very same, so that what is offered after a damage is what was saved last.
    { path: lastGood, before: copy, after },
    ...others,
  ]);
}

async function lastGoodOf(ports: SettingsPorts, userId: string) {
  const found = await readLastGood(ports, userId);
  if (found !== null) return found;
  throw new Fault('settings/no-last-good', `There is no good copy of the settings of ${userId}.`);
}

/**
 * Whatever is there goes aside by a new name, as one with what takes its place. What cannot be read at all, such as a link,
 * is only given another name first: cut off after that, the file is gone while its copy is there, which is a trouble with
 * the same ways out.
 */
async function mend(ports: SettingsPorts, userId: string, way: 'last-good' | 'afresh'): Promise<void> {
  const { folder, file, lastGood } = pathsOf(ports, userId);
  const copy = way === 'last-good' ? (await lastGoodOf(ports, userId)).bytes : null;
  const mark = markOf(ports);
  const changes = [
    ...(await replaced(ports, file, copy, join(folder, `settings.damaged-${mark}.json`))),
    ...(copy === null ? await replaced(ports, lastGood, null, join(folder, `settings.former-${mark}.json`)) : []),
  ];
  await ports.journal.apply(`mending the settings of ${userId}`, changes);
}

/** What has to change for a file to be another, and be there under a new name as it was. */
async function replaced(
  ports: SettingsPorts,
  path: string,
  after: Uint8Array | null,
  aside: string,
): Promise<readonly FileChange[]> {
  const isPlain = (await ports.files.kind(path)) === 'file';
  const bytes = isPlain ? await ports.files.read(path).catch(() => null) : null;
  if (bytes === null) await putAside(ports, dirname(path), path, aside);
  return [...(bytes === null ? [] : [{ path: aside, before: null, after: bytes }]), { path, before: bytes, after }];
}

/** A link in the place of the user's folder: nothing behind it is touched. */
async function putFolderAside(ports: SettingsPorts, userId: string): Promise<void> {
  const { folder } = pathsOf(ports, userId);
  const kind = await ports.files.kind(folder);
  if (kind === null || kind === 'folder') return;
  // Begins with a dot, which no user's id does.
  await putAside(ports, ports.folder(), folder, join(ports.folder(), `.${userId}.damaged-${markOf(ports)}`));
}

function markOf({ clock }: SettingsPorts): string {
  return clock
    .now()
    .toISOString()
    .replaceAll(/[^0-9]/g, '');
}

async function putAside({ disk }: SettingsPorts, folder: string, path: string, aside: string): Promise<void> {
  try {
    await disk.rename(path, aside);
    await disk.syncFolder(folder);
  } catch (cause) {
    if (!isErrno(cause, 'ENOENT')) throw unwritable(path, cause);
  }
}
