import type { Unsubscribe } from '../../src-shared/define.ts';

/** News that may have come already when it is waited for. */
export interface NextChange {
  /** Ends with the news, after the limit, or when the signal ends it; to be called once, for it stops listening. */
  wait(limitMs: number): Promise<void>;
}

/** Listens from now on for the next news, so that none is missed between a look and the wait for a change. */
export function nextChange(on: (listener: () => void) => Unsubscribe, signal: AbortSignal): NextChange {
  let tell: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const off = on(tell);
  signal.addEventListener('abort', tell, { once: true });
  return {
    async wait(limitMs) {
      const timer = setTimeout(tell, signal.aborted ? 0 : limitMs);
      await told;
      clearTimeout(timer);
      off();
      signal.removeEventListener('abort', tell);
    },
  };
}
