import type { LeftOut } from '../../../src-shared/archives.ts';
import { formatCount } from '../../lib/format.ts';
import { leftOutWords } from './archive-words.ts';

/** More than these are counted, not shown. */
const most = 100;

/** What is not taken along, and why, to unfold. */
export function LeftOutList({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return null;
  return (
    <details className="profile-other">
      <summary>{formatCount(leftOut.length, 'file')} left out</summary>
      <ul className="left-out">
        {leftOut.slice(0, most).map((each) => (
          <li key={each.path}>
            <code>{each.path}</code>, {leftOutWords(each)}
          </li>
        ))}
        {leftOut.length > most && <li>And {formatCount(leftOut.length - most, 'more', 'more')}.</li>}
      </ul>
    </details>
  );
}
