import { createEmitter, type Emitter } from './emitter.ts';

/** Tells of a state whenever it has become another. */
export interface Teller<T> {
  readonly on: Emitter<T>['on'];
  /** Reads the state and tells of it, unless it is the one told last. Never rejects. */
  tell(): Promise<void>;
}

/**
 * Makes the teller of a state that is read anew each time. One reading at a time, or an older one could end last and stay.
 * @param fail told of what went wrong while reading or in a listener
 */
export function createTeller<T>(read: () => Promise<T>, fail: (cause: unknown) => void): Teller<T> {
  const changed = createEmitter<T>(fail);
  let told = '';
  let telling: Promise<void> = Promise.resolve();

  async function tellNow(): Promise<void> {
    const now = await read();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    changed.emit(now);
  }

  return {
    on: changed.on,
    tell() {
      telling = telling.then(tellNow).catch(fail);
      return telling;
    },
  };
}
