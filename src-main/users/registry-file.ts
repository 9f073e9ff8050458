import { Fault } from '../../src-shared/errors.ts';
import { emptyRegistry, type Registry, readRegistry, registryBytes } from '../formats/registry.ts';
import type { Files } from '../lib/files.ts';
import { keepAnAdmin } from './keep-an-admin.ts';

/** The registry on disk: every change is read, made and written in one go, one after another. */
export interface RegistryFile {
  /** The same object as long as the file has the same bytes. Faults: `users/registry-unreadable`, `home/file-unreadable`. */
  read(): Promise<Registry>;
  /**
   * Changes the registry. Nothing is written where `edit` answers with what it got.
   * @param first told of the change before it is made; what it throws is thrown, and nothing is written
   * Faults: what `edit` throws, `access/last-admin`, `users/registry-unreadable`, `home/unwritable`, `switching/busy`.
   */
  change(edit: (registry: Registry) => Registry, first?: ToldFirst): Promise<RegistryChange>;
}

/** Told of a change before it is made. */
export type ToldFirst = (change: {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
}) => Promise<void>;

/** A change that was made. */
export interface RegistryChange {
  readonly registry: Registry;
  /** The way back to the former bytes; what another program wrote meanwhile stays. */
  takeBack(): Promise<void>;
}

/** Told of what was replaced, null for nothing, and of what has taken its place. */
export interface RegistryHistory {
  replaced(before: Uint8Array | null, after: Uint8Array): Promise<void>;
}

/** Tries against another program that writes the registry at the same time. */
const tries = 5;

interface Reading {
  readonly file: string;
  readonly bytes: Uint8Array | null;
  readonly registry: Registry;
  /** Of the file that has these bytes; null where only reading it tells. */
  readonly stamp: string | null;
}

/** Makes the registry of the file that `path` names at the moment of each use. */
export function createRegistryFile(
  files: Files,
  path: () => Promise<string>,
  history: RegistryHistory = { replaced: async () => undefined },
): RegistryFile {
  let last: Promise<unknown> = Promise.resolve();
  /** What was read or written last: ten thousand entries are parsed once and not at every question. */
  let known: Reading | null = null;

  /** One change at a time: the next begins when the one before has ended, well or not. */
  function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
    const locked = () => files.exclusively(file, work);
    const turn = last.then(locked, locked);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** What is being written: whoever looks meanwhile finds the one or the other, and parses neither again. */
  let coming: Reading | null = null;

  async function look(file: string): Promise<Reading> {
    const last = known;
    const kept = last?.file === file ? last : null;
    // Asked before the bytes are: what is written meanwhile has another one.
    const stamp = await files.stamp(file);
    if (kept !== null && stamp !== null && stamp === kept.stamp) return kept;
    const read = { ...(await firstHeld(file, [kept, coming])), stamp };
    // Unless a change was made meanwhile, which is newer.
    if (known === last) known = read;
    return read;
  }

  async function firstHeld(file: string, readings: readonly (Reading | null)[]): Promise<Omit<Reading, 'stamp'>> {
    for (const reading of readings) {
      if (reading?.file === file && (await files.holds(file, reading.bytes))) return reading;
    }
    const bytes = await files.read(file);
    return { file, bytes, registry: parse(bytes, file) };
  }

  async function change(
    file: string,
    edit: (registry: Registry) => Registry,
    first?: ToldFirst,
  ): Promise<RegistryChange> {
    for (let attempt = 1; ; attempt += 1) {
      const { bytes: before, registry: former } = await look(file);
      const registry = edit(former);
      if (registry === former) return { registry, takeBack: async () => undefined };
      keepAnAdmin(former, registry);
      const after = registryBytes(registry);
      await first?.({ path: file, before, after });
      const written = { file, bytes: after, registry, stamp: null };
      coming = written;
      try {
        // On the condition of what was read: upstream's scripts write without a lock.
        await files.write(file, after, { before });
      } catch (cause) {
        if (cause instanceof Fault && cause.code === 'home/file-changed' && attempt < tries) continue;
        throw cause;
      } finally {
        coming = null;
      }
      known = written;
      await history.replaced(before, after);
      return { registry, takeBack: () => inTurn(file, () => takeBack(files, file, before, after)) };
    }
  }

  return {
    read: async () => (await look(await path())).registry,
    async change(edit, first) {
      const file = await path();
      // Before the lock, which is kept beside the file: a refusal leaves no trace, not even a folder for it.
      if (!(await files.exists(file))) edit(emptyRegistry);
      return inTurn(file, () => change(file, edit, first));
    },
  };
}

async function takeBack(files: Files, file: string, before: Uint8Array | null, after: Uint8Array): Promise<void> {
  // Another program wrote meanwhile: its text is never overwritten by an undo.
  if (!(await files.holds(file, after))) return;
  if (before === null) await files.remove(file);
  else await files.write(file, before, { before: after });
}

/** The registry of a file's bytes; null is no file. Fault: `users/registry-unreadable`. */
export function parse(bytes: Uint8Array | null, file: string): Registry {
  return bytes === null ? emptyRegistry : readRegistry(bytes, file);
}
