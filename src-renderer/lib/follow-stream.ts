import type { AppError, Result } from '../../src-shared/errors.ts';
import { settle } from './settle.ts';

/** A stream of main, and what is done with its batches. */
export interface FollowedStream<Batch> {
  open(): Promise<Result<{ readonly stream: number }>>;
  next(input: { readonly stream: number }): Promise<Result<Batch | null>>;
  close(input: { readonly stream: number }): Promise<unknown>;
  /** Waited for before the next batch is asked for: who cannot keep up is sent no more. */
  take(batch: Batch): Promise<void> | void;
  /** Main has ended the stream, as somebody else has become current; it is opened anew after this. */
  over(): Promise<void> | void;
  /** Resolves when the next batch is wanted, or with the signal. */
  wanted?(signal: AbortSignal): Promise<void>;
}

/**
 * Reads a stream of main batch by batch until the signal, and closes it then, wherever it is.
 * @returns what went wrong, null where nothing did
 */
export async function followStream<Batch>(
  followed: FollowedStream<Batch>,
  signal: AbortSignal,
): Promise<AppError | null> {
  while (!signal.aborted) {
    const opened = await settle(followed.open());
    if (!opened.ok) return opened.error;
    const { stream } = opened.value;
    const close = () => void followed.close({ stream }).catch(() => undefined);
    // The page may have been left before the stream's number came.
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
    const error = await readToEnd(followed, stream, signal);
    signal.removeEventListener('abort', close);
    if (error !== null) return error;
    if (!signal.aborted) await followed.over();
  }
  return null;
}

async function readToEnd<Batch>(
  { next, take, wanted }: FollowedStream<Batch>,
  stream: number,
  signal: AbortSignal,
): Promise<AppError | null> {
  for (;;) {
    await wanted?.(signal);
    if (signal.aborted) return null;
    const answer = await settle(next({ stream }));
    if (signal.aborted) return null;
    if (!answer.ok) return answer.error;
    if (answer.value === null) return null;
    await take(answer.value);
  }
}
