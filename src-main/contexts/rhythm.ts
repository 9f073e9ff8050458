/** Work that is done again and again, with a pause between. */
export interface Rhythm {
  begin(): void;
  end(): void;
}

/** What a rhythm is made of. */
export interface RhythmParts {
  /** Milliseconds; asked before each pause. */
  pauseMs(): number;
  work(): void;
  /** Told of work that threw; the rhythm goes on. */
  fail(cause: unknown): void;
}

/** Makes a rhythm, which first waits and then works. It keeps no process alive. */
export function createRhythm({ pauseMs, work, fail }: RhythmParts): Rhythm {
  let timer: NodeJS.Timeout | null = null;

  function beat(): void {
    try {
      work();
    } catch (cause) {
      fail(cause);
    }
    // Not where the work itself ended the rhythm.
    if (timer !== null) wait();
  }
  function wait(): void {
    timer = setTimeout(beat, pauseMs());
    timer.unref();
  }

  return {
    begin() {
      if (timer === null) wait();
    },
    end() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
