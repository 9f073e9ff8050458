import type { Unsubscribe } from '../../src-shared/define.ts';

/** News of one kind: `on` returns its off-switch. */
export interface Emitter<T> {
  on(listener: (value: T) => void): Unsubscribe;
  emit(value: T): void;
}

/** Makes an emitter. A listener that throws does not keep the others from hearing. */
export function createEmitter<T>(fail: (cause: unknown) => void): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      // Wrapped, so that one function registered twice is two listeners with two off-switches.
      const own = (value: T) => listener(value);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    emit(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (cause) {
          fail(cause);
        }
      }
    },
  };
}
