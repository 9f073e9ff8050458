/** Tells the person at the terminal what goes on; on standard error, so that what is printed at the end stands alone. */
export interface Narrator {
  say(line: string): void;
  /** Says what is being done, does it, and says how long it took. */
  stage<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** Makes a narrator of standard error. */
export function createNarrator(): Narrator {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  return {
    say,
    async stage(title, work) {
      const begin = performance.now();
      say(`- ${title} ...`);
      const result = await work();
      say(`  done in ${seconds(performance.now() - begin)}`);
      return result;
    },
  };
}

/** A time as people read it. @param ms milliseconds */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
