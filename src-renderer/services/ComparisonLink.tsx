import type { ConsistencyState } from '../../src-shared/consistency.ts';
import { useConsistency, useHome, useUsers } from '../app-stores.ts';
import { isFirstTime } from '../first-time.ts';
import { consistencyHref } from '../lib/place.ts';
import { type Mood, Shape } from '../ui/Shape.tsx';

/** Whether files and containers agree, in a few words that lead to the comparison. */
export function ComparisonLink() {
  const consistency = useConsistency((state) => state.consistency);
  const users = useUsers((state) => state.users);
  const first = useHome(({ home }) => isFirstTime(home, users));
  if (consistency === null || first) return null;
  const { mood, text } = wordsOf(consistency);
  return (
    <a className="comparison-link" href={consistencyHref}>
      <Shape mood={mood} />
      {text}
    </a>
  );
}

function wordsOf({ verdict, changing, running }: ConsistencyState): { readonly mood: Mood; readonly text: string } {
  if (changing || running !== null) return { mood: 'starting', text: 'Being changed' };
  switch (verdict) {
    case 'consistent':
      return { mood: 'ok', text: 'Files and containers agree' };
    case 'inconsistent':
      return { mood: 'warn', text: 'Files and containers differ' };
    case 'unknown':
      return { mood: 'warn', text: 'Not known whether files and containers agree' };
  }
}
