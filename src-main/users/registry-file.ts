import { Fault } from '../../src-shared/errors.ts';
import { emptyRegistry, type Registry, readRegistry, writeRegistry } from '../formats/registry.ts';
import type { Files } from '../lib/files.ts';
import { createOwnerLock, holdSoon } from '../lib/owner-lock.ts';

/** The registry on disk: every change is read, made and written in one go, one after another, in whichever process. */
export interface RegistryFile {
  read(): Promise<Registry>;
  /**
   * Changes the registry and answers with the way back to the former bytes. Faults: `users/registry-unreadable`,
   * `home/file-changed`, `home/unwritable`, `switching/busy` where another process changes it for seconds.
   */
  change(edit: (registry: Registry) => Registry): Promise<() => Promise<void>>;
}

/** Tries against another program that writes the registry at the same time. */
const tries = 5;
/** A change takes milliseconds; who keeps the registry longer than this hangs. */
const lockLimitMs = 5000;

/** Makes the registry of the file that `path` names at the moment of each use. */
export function createRegistryFile(files: Files, path: () => Promise<string>, now: () => Date): RegistryFile {
  let last: Promise<unknown> = Promise.resolve();

  /** One change at a time: the next begins when the one before has ended, well or not. */
  function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
    const turn = last.then(() => alone(file, work));
    last = turn.catch(() => undefined);
    return turn;
  }

  /** While no other process of ours changes the same file, from its own home or another. */
  async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
    const lock = createOwnerLock(() => `${file}.lock`, now);
    const release = await holdSoon(lock, 'changing the user registry', lockLimitMs);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  async function change(file: string, edit: (registry: Registry) => Registry): Promise<() => Promise<void>> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const before = await files.read(file);
      const after = new TextEncoder().encode(writeRegistry(edit(parse(before, file))));
      // Looked at again just before the write: upstream's scripts write without a lock.
      if (!same(before, await files.read(file))) continue;
      await files.write(file, after);
      return () => inTurn(file, () => takeBack(files, file, before, after));
    }
    throw new Fault('home/file-changed', `${file} is being written by another program over and over.`);
  }

  return {
    async read() {
      const file = await path();
      return parse(await files.read(file), file);
    },
    async change(edit) {
      const file = await path();
      return inTurn(file, () => change(file, edit));
    },
  };
}

async function takeBack(files: Files, file: string, before: Uint8Array | null, after: Uint8Array): Promise<void> {
  // Another program wrote meanwhile: its text is never overwritten by an undo.
  if (!same(await files.read(file), after)) return;
  if (before === null) await files.remove(file);
  else await files.write(file, before);
}

function parse(bytes: Uint8Array | null, file: string): Registry {
  return bytes === null ? emptyRegistry : readRegistry(new TextDecoder().decode(bytes), file);
}

function same(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.from(a).equals(b);
}
