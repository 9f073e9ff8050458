import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** Milliseconds between two looks at the files, whether the system told of a change or not: a watcher may be deaf. */
const lookEvery = 800;
/** Events come in bursts; this many milliseconds of them are one. */
const burst = 20;
/** A file must stay the same this long to count as written, and is not waited for longer than the limit. */
const settled = 40;
const settleLimit = 400;

/** A watch that goes on until it is ended. */
export interface FileWatch {
  /** Leaves no handle and no timer open. */
  end(): Promise<void>;
}

/** What to watch, and whom to tell. */
export interface WatchOptions {
  /** The files, asked again at every look; they and their folders may be absent. */
  paths(): Promise<readonly string[]>;
  /** One or more of the files changed, came or went. */
  onChange(): void;
  /** Why the system does not tell of changes, or null when it does again. */
  onTrouble(trouble: string | null): void;
}

/**
 * Watches some files, not what lies beside or below them. The system's events make it quick, a look every 800 ms makes
 * it sure: folders that are replaced, file systems without events and exhausted watchers are all seen within a second.
 */
export async function watchFiles(options: WatchOptions): Promise<FileWatch> {
  let ended = false;
  let known: string | null = null;
  let looking: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const events = createEvents(() => plan(burst), options.onTrouble);

  function plan(delay: number): void {
    if (ended) return;
    if (looking !== null) {
      again = true;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delay);
    timer.unref();
  }

  function look(): Promise<void> {
    looking ??= lookOnce()
      .catch((cause) => options.onTrouble(cause instanceof Error ? cause.message : String(cause)))
      .finally(() => {
        looking = null;
        plan(again ? burst : lookEvery);
        again = false;
      });
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const paths = (await options.paths()).map((path) => resolve(path));
    let now = await fingerprint(paths);
    const giveUpAt = performance.now() + settleLimit;
    while (known !== null && now !== known && performance.now() < giveUpAt) {
      await new Promise((done) => setTimeout(done, settled));
      const later = await fingerprint(paths);
      if (later === now) break;
      now = later;
    }
    if (!ended) await events.listen(paths);
    const changed = known !== null && now !== known;
    known = now;
    if (changed && !ended) options.onChange();
  }

  await look();
  return {
    async end() {
      ended = true;
      clearTimeout(timer);
      await looking;
      events.end();
    },
  };
}

interface Events {
  listen(paths: readonly string[]): Promise<void>;
  end(): void;
}

/** The system's own events, taken again whenever the files or their folders are others than before. */
function createEvents(onEvent: () => void, onTrouble: (trouble: string | null) => void): Events {
  let close: (() => void) | null = null;
  let listeningTo = '';

  return {
    async listen(paths) {
      const folders = [...new Set(paths.map((path) => dirname(path)))];
      const identities = await Promise.all(folders.map(folderIdentity));
      const identity = JSON.stringify([paths, identities]);
      if (identity === listeningTo) return;
      listeningTo = identity;
      close?.();
      const there = folders.filter((_folder, index) => identities[index] !== '');
      // A folder that is not there yet is seen coming from the one above it, if that is watched.
      close = there.length === 0 ? null : open(there, new Set([...paths, ...folders]), onEvent, onTrouble);
    },
    end() {
      close?.();
      close = null;
    },
  };
}

/** Listens to folders, and to nothing below them. @returns the way to end it */
function open(
  folders: readonly string[],
  wanted: ReadonlySet<string>,
  onEvent: () => void,
  onTrouble: (trouble: string | null) => void,
): () => void {
  const ends: (() => void)[] = [];
  const fail = (cause: unknown) => onTrouble(cause instanceof Error ? cause.message : String(cause));
  try {
    for (const folder of folders) {
      const watcher = watch(folder, { persistent: false }, (_kind, name) => {
        // Without a name on some systems; with the folder's own where that is what went.
        if (name === null || name === basename(folder) || wanted.has(join(folder, name))) onEvent();
      });
      watcher.on('error', fail);
      ends.push(() => watcher.close());
    }
    onTrouble(null);
  } catch (cause) {
    fail(cause);
  }
  // What changed before this listened is found by the look this asks for.
  onEvent();
  return () => {
    for (const end of ends) end();
  };
}

/** Tells a folder from one that took its place; empty where there is none. */
async function folderIdentity(folder: string): Promise<string> {
  try {
    const { dev, ino } = await stat(folder, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return '';
  }
}

/** Changes whenever a file does, be it written in place, replaced, removed or made. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const parts = paths.map(async (path) => {
    try {
      const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
      return `${path} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
    } catch {
      return path;
    }
  });
  return (await Promise.all(parts)).join('\n');
}
