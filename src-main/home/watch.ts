import { stat } from 'node:fs/promises';
import { watch } from 'chokidar';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { Log } from '../ports.ts';

/** How often the files are looked at besides, because watchers of the system die silently. In milliseconds. */
const lookEvery = 1000;

/**
 * Tells when one of the files may have changed, by whatever means: written in place, replaced by a rename, removed,
 * made. The folders are watched, not the files, because a replaced file takes its watcher with it.
 * @param files absolute paths; they need not exist
 */
export function watchFiles(
  folders: readonly string[],
  files: readonly string[],
  changed: () => void,
  log: Log,
): Unsubscribe {
  const wanted = new Set(files);
  const watcher = watch([...folders], { depth: 0, ignoreInitial: true, ignorePermissionErrors: true });
  watcher.on('all', (_event, path) => {
    if (wanted.has(path)) changed();
  });
  watcher.on('error', (cause) =>
    log.warn(`a watcher of the home failed, the files are looked at instead: ${String(cause)}`),
  );

  let marks = '';
  let ended = false;
  let looking = false;
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    const next = (await Promise.all(files.map(markOf))).join(' ');
    looking = false;
    if (ended || next === marks) return;
    const first = marks === '';
    marks = next;
    if (!first) changed();
  }
  const timer = setInterval(() => void look(), lookEvery);
  // A window or a service keeps the app alive, never this timer.
  timer.unref();
  void look();
  return () => {
    ended = true;
    clearInterval(timer);
    watcher.close().catch((cause) => log.warn(`a watcher of the home did not end: ${String(cause)}`));
  };
}

/** What changes when a file does: its identity, size and time; '-' for no file. */
async function markOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return '-';
  }
}
