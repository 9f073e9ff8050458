import { once } from 'node:events';

/** Writes to standard output, and waits while whoever reads it cannot take more: nothing piles up here. */
export async function writeOut(text: string): Promise<void> {
  if (text === '' || process.stdout.destroyed || process.stdout.writableEnded) return;
  if (process.stdout.write(text)) return;
  const ended = new AbortController();
  const stop = () => ended.abort();
  process.stdout.once('close', stop);
  process.stdout.once('error', stop);
  try {
    await once(process.stdout, 'drain', { signal: ended.signal });
  } catch {
    // Nobody reads any more; `untilUnread` ends what was being written.
  } finally {
    process.stdout.off('close', stop);
    process.stdout.off('error', stop);
  }
}

/**
 * Runs something that goes on and prints, until it ends or nobody reads the output any more, as after `| head`. Ctrl+C ends
 * it through the app's own end.
 * @param stop lets it end
 */
export async function untilUnread(stop: () => void, run: () => Promise<void>): Promise<void> {
  process.stdout.on('error', stop);
  process.stdout.on('close', stop);
  try {
    await run();
  } finally {
    process.stdout.off('error', stop);
    process.stdout.off('close', stop);
  }
}
