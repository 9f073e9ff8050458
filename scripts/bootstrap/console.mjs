/** Seconds with one decimal, as people read them. */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** One line for the person at the terminal. On stderr, so that what a command prints on stdout stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs `work` under a title: says when it starts, every ten seconds that it still runs, and how long it took.
 * @template T
 * @param {string} title what is being done, "installing ..."
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  say(`- ${title} ...`);
  const alive = setInterval(() => say(`  still ${title}, ${seconds(performance.now() - started)}`), 10_000);
  alive.unref();
  try {
    const result = await work();
    say(`  done in ${seconds(performance.now() - started)}`);
    return result;
  } catch (error) {
    say(`  failed after ${seconds(performance.now() - started)}`);
    throw error;
  } finally {
    clearInterval(alive);
  }
}

/** What stops the bootstrap and is the person's to mend: shown as text, without a stack. */
export class Stop extends Error {
  /** @param {string} message what happened @param {string} [todo] the command or action that mends it */
  constructor(message, todo) {
    super(todo === undefined ? message : `${message}\n\n  ${todo}\n`);
    this.name = 'Stop';
  }
}

/**
 * The frame of every script: a `Stop` is printed as it is, anything else with its stack; the exit code is 1 for both.
 * @param {() => Promise<number | void>} main resolves to the exit code, 0 when it says nothing
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    say(error instanceof Stop ? error.message : String(error?.stack ?? error));
    process.exitCode = 1;
  }
}
