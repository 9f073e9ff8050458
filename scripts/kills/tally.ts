/** What became of so many kills. */
export interface Tally {
  /** Processes that were really ended in the midst. */
  readonly kills: number;
  /** One line for each after which something was wrong. */
  readonly broken: readonly string[];
  /** How often each outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** How often in which moment, such as the step of a switch. */
  readonly moments: ReadonlyMap<string, number>;
}

/** No kills. */
export const nothing: Tally = { kills: 0, broken: [], outcomes: new Map(), moments: new Map() };

/** One kill more. @param broken what was wrong after it, null where nothing was */
export function withKill(tally: Tally, outcome: string, moment: string, broken: string | null): Tally {
  return {
    kills: tally.kills + 1,
    broken: broken === null ? tally.broken : [...tally.broken, broken],
    outcomes: counted(tally.outcomes, outcome),
    moments: counted(tally.moments, moment),
  };
}

/** The figures on a few lines. */
export function tallyText({ kills, broken, outcomes, moments }: Tally): string {
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([what, count]) => `${what} ${count}`).join(', ');
  return `${kills} kills, ${list(outcomes)}, broken ${broken.length}\n  the moments: ${list(moments)}`;
}

function counted(counts: ReadonlyMap<string, number>, what: string): ReadonlyMap<string, number> {
  return new Map([...counts, [what, (counts.get(what) ?? 0) + 1]]);
}
