import type { LeftRecord } from './left-record.ts';

/** What the next start made of a killed switch. */
export type Ending = 'finished' | 'undone' | 'untouched' | 'ended before';

/** Counts kills, what became of them, and the steps they fell into. */
export interface Tally {
  /** @param problems what is wrong afterwards */
  add(kill: { readonly step: string; readonly ending: Ending; readonly problems: readonly string[] }): void;
  /** A start that was to bring it in order was killed as well. */
  addStart(): void;
  readonly passed: number;
  readonly failed: number;
  /** One line for people. */
  text(): string;
}

/** Makes an empty tally of kills of something. */
export function createTally(what: string): Tally {
  const endings: Record<Ending, number> = { finished: 0, undone: 0, untouched: 0, 'ended before': 0 };
  const steps = new Map<string, number>();
  let failed = 0;
  let starts = 0;
  const total = () => Object.values(endings).reduce((sum, count) => sum + count, 0);
  return {
    add({ step, ending, problems }) {
      endings[ending] += 1;
      steps.set(step, (steps.get(step) ?? 0) + 1);
      if (problems.length > 0) failed += 1;
    },
    addStart() {
      starts += 1;
    },
    get passed() {
      return total() - failed;
    },
    get failed() {
      return failed;
    },
    text() {
      const spread = [...steps].map(([step, count]) => `${step} ${count}`).join(', ');
      const became = Object.entries(endings)
        .filter(([, count]) => count > 0)
        .map(([ending, count]) => `${count} ${ending}`)
        .join(', ');
      const more = starts === 0 ? '' : ` (and ${starts} of the start after it)`;
      return `${what}: ${total()} kills${more}, ${became}, ${failed} broken or of two users. In the steps: ${spread}`;
    },
  };
}

/** What became of a switch, by what it had left and whom the files name afterwards. */
export function endingOf(left: LeftRecord | null, isNew: boolean): Ending {
  if (left === null) return isNew ? 'ended before' : 'untouched';
  return isNew ? 'finished' : 'undone';
}
