import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import { settle } from './settle.ts';

/** Where a state comes from: news of it, and the state as it is now. */
export interface Source<T> {
  readonly listen: (listener: (value: T) => void) => Unsubscribe;
  readonly ask: () => Promise<Result<T>>;
}

/**
 * Keeps a copy of a state that main owns. Listens first and asks second, so that nothing falls between the two; the
 * answer is ignored if news came meanwhile, because it may be the older of both. Returns the off-switch, after which
 * neither function is called.
 */
export function follow<T>(source: Source<T>, apply: (value: T) => void, fail: (error: AppError) => void): Unsubscribe {
  let heard = false;
  let ended = false;
  const off = source.listen((value) => {
    if (ended) return;
    heard = true;
    apply(value);
  });
  void settle(source.ask()).then((answer) => {
    if (ended || heard) return;
    if (answer.ok) apply(answer.value);
    else fail(answer.error);
  });
  return () => {
    ended = true;
    off();
  };
}
