import type { ReactNode } from 'react';
import type { Judged } from '../../../src-shared/consistency.ts';
import { formatCount } from '../../lib/format.ts';
import { shownPath, shownPaths } from '../../lib/shown-path.ts';
import { Shape } from '../../ui/Shape.tsx';
import type { CellContext } from './cell-context.ts';
import { verdictMoods, verdictWords } from './consistency-words.ts';

/** One cell: shape and word, where it stands, and why where it is not plain. */
export function ComparedCell(props: {
  readonly judged: Judged;
  /** Whom it names; null where it names nobody. */
  readonly word: string | null;
  /** Said behind the word, as that a container is stopped. */
  readonly addition?: string;
  readonly context: CellContext;
  readonly place?: { readonly path: string; readonly line?: number | null };
  readonly notes?: readonly string[];
  /** The reason also where all agrees. */
  readonly alwaysWhy?: boolean;
  readonly children?: ReactNode;
}) {
  const { judged, word, context, addition = '', place, notes = [], alwaysWhy = false, children } = props;
  const { verdict, why } = judged;
  const line = place?.line ?? null;
  return (
    <div className="compared">
      <p className="compared-word">
        <Shape mood={verdictMoods[verdict]} />
        <span className={word === null ? 'compared-nobody' : 'compared-user'}>{word ?? 'Nobody'}</span>
        {addition !== '' && <span className="compared-addition">{addition}</span>}
        <span className={verdict === 'consistent' ? 'visually-hidden' : 'compared-verdict'}>
          {verdictWords[verdict].toLowerCase()}
        </span>
      </p>
      {place !== undefined && (
        <code className="compared-place" title={place.path}>
          {shownPath(place.path, context.home)}
          {line === null ? '' : `:${line}`}
        </code>
      )}
      {children}
      {(verdict !== 'consistent' || alwaysWhy) && <p className="compared-why">{shownPaths(why, context.home)}</p>}
      {notes.length > 0 && (
        <details className="compared-notes">
          <summary>{formatCount(notes.length, 'note')}</summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{shownPaths(note, context.home)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
