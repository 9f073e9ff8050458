/** Ends something that goes on. */
export type Dispose = () => void | Promise<void>;

/** Owns what goes on and ends it: last in, first out, once, all of it even if one fails. */
export interface Scope {
  /** Takes over the ending of something; if the scope has ended already, it is ended at once. */
  own(dispose: Dispose): void;
  /** Ends everything; a second call waits for the first. Failures are collected into one AggregateError. */
  end(): Promise<void>;
}

/** Makes a scope. Own code because DisposableStack is undefined in Electron 33. */
export function createScope(): Scope {
  const owned: Dispose[] = [];
  let ending: Promise<void> | null = null;

  async function endAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let dispose = owned.pop(); dispose !== undefined; dispose = owned.pop()) {
      try {
        await dispose();
      } catch (cause) {
        failures.push(cause);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some things could not be ended.');
  }

  return {
    own(dispose) {
      if (ending === null) owned.push(dispose);
      else ending = ending.then(() => dispose());
    },
    end() {
      ending ??= endAll();
      return ending;
    },
  };
}
