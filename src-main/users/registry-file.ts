import { Fault } from '../../src-shared/errors.ts';
import { emptyRegistry, type Registry, readRegistry, writeRegistry } from '../formats/registry.ts';
import type { Files } from '../lib/files.ts';
import { sameBytes } from '../lib/read-file.ts';

/** The registry on disk: every change is read, made and written in one go, one after another. */
export interface RegistryFile {
  read(): Promise<Registry>;
  /**
   * Changes the registry and answers with the way back to the former bytes. Fault: `users/registry-unreadable`.
   * @param first told of the change before it is made; what it throws is thrown, and nothing is written
   */
  change(edit: (registry: Registry) => Registry, first?: ToldFirst): Promise<() => Promise<void>>;
}

/** Told of a change before it is made. */
export type ToldFirst = (change: {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
}) => Promise<void>;

/** Tries against another program that writes the registry at the same time. */
const tries = 5;

/** Makes the registry of the file that `path` names at the moment of each use. */
export function createRegistryFile(files: Files, path: () => Promise<string>): RegistryFile {
  let last: Promise<unknown> = Promise.resolve();

  /** One change at a time: the next begins when the one before has ended, well or not. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const locked = async () => files.exclusively(await path(), work);
    const turn = last.then(locked, locked);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function change(edit: (registry: Registry) => Registry, first?: ToldFirst): Promise<() => Promise<void>> {
    const file = await path();
    for (let attempt = 1; ; attempt += 1) {
      const before = await files.read(file);
      const after = new TextEncoder().encode(writeRegistry(edit(parse(before, file))));
      await first?.({ path: file, before, after });
      try {
        // On the condition of what was read: upstream's scripts write without a lock.
        await files.write(file, after, { before });
      } catch (cause) {
        if (cause instanceof Fault && cause.code === 'home/file-changed' && attempt < tries) continue;
        throw cause;
      }
      return () => inTurn(() => takeBack(files, file, before, after));
    }
  }

  return {
    async read() {
      const file = await path();
      return parse(await files.read(file), file);
    },
    change: (edit, first) => inTurn(() => change(edit, first)),
  };
}

async function takeBack(files: Files, file: string, before: Uint8Array | null, after: Uint8Array): Promise<void> {
  // Another program wrote meanwhile: its text is never overwritten by an undo.
  if (!sameBytes(await files.read(file), after)) return;
  if (before === null) await files.remove(file);
  else await files.write(file, before, { before: after });
}

function parse(bytes: Uint8Array | null, file: string): Registry {
  return bytes === null ? emptyRegistry : readRegistry(new TextDecoder().decode(bytes), file);
}
