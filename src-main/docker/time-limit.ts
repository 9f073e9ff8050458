/**
 * Runs something that takes an abort signal, for at most a time. The client settles nothing when a connection breaks in
 * the middle of an answer, so the limit is a race and not only an abort.
 * @param timedOut makes the error to throw at the limit
 */
export async function withLimit<T>(
  limitMs: number,
  run: (signal: AbortSignal) => Promise<T>,
  timedOut: () => Error,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(timedOut());
      abort.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([run(abort.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, but not past an abort: rejects with its reason. The timer goes with it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** A promise that rejects with the signal's reason as soon as it aborts; what it stands for goes on. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
