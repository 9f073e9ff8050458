import type { ReactNode } from 'react';
import type { Judged } from '../../../src-shared/consistency.ts';
import { shownPaths } from '../../lib/shown-path.ts';
import { Shape } from '../../ui/Shape.tsx';
import type { CellContext } from './cell-context.ts';
import { verdictWords } from './consistency-words.ts';

/** A cell with nothing to compare: that there is no container, or that nobody can look at it, and why. */
export function MissingCell(props: {
  readonly judged: Judged;
  /** Empty where that it is not known says it. */
  readonly word: string;
  readonly context: CellContext;
  readonly children?: ReactNode;
}) {
  const { judged, word, context, children } = props;
  return (
    <div className="compared">
      <p className="compared-word">
        <Shape mood="unknown" />
        <span className="compared-nobody">{word === '' ? verdictWords.unknown : word}</span>
      </p>
      {children}
      {judged.why !== context.said && <p className="compared-why">{shownPaths(judged.why, context.home)}</p>}
    </div>
  );
}
