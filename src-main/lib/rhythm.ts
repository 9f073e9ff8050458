/** Work that is done again and again, with a pause between. */
export interface Rhythm {
  begin(): void;
  end(): void;
}

/** What a rhythm is made of. */
export interface RhythmParts {
  /** Milliseconds; asked before each pause. */
  pauseMs(): Promise<number>;
  work(): Promise<void>;
  /** Told of work that failed; the rhythm goes on. */
  fail(cause: unknown): void;
}

/** Where the length of the pause cannot be found out. */
const pauseAfterFailureMs = 60_000;

/** Makes a rhythm, which first waits and then works. It keeps no process alive. */
export function createRhythm({ pauseMs, work, fail }: RhythmParts): Rhythm {
  let timer: NodeJS.Timeout | null = null;
  /** Another one after each end, so that what was still going on then does not go on with a later one. */
  let going: object | null = null;

  async function go(mine: object): Promise<void> {
    const pause = await pauseMs().catch((cause) => {
      fail(cause);
      return pauseAfterFailureMs;
    });
    if (going !== mine) return;
    timer = setTimeout(() => {
      void work()
        .catch(fail)
        .then(() => (going === mine ? go(mine) : undefined));
    }, pause);
    timer.unref();
  }

  return {
    begin() {
      if (going !== null) return;
      going = {};
      void go(going);
    },
    end() {
      going = null;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
