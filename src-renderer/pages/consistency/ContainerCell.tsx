import type { ContainerCell as Cell } from '../../../src-shared/consistency.ts';
import { ComparedCell } from './ComparedCell.tsx';
import type { CellContext } from './cell-context.ts';
import { containerWords } from './consistency-words.ts';
import { MissingCell } from './MissingCell.tsx';

/** Whom the container was told that it serves, or what there is in its place. */
export function ContainerCell({ cell, context }: { readonly cell: Cell; readonly context: CellContext }) {
  const { state, user, container } = cell;
  const name = container !== '' && <code className="compared-place">{container}</code>;
  if (state !== 'running' && state !== 'stopped') {
    return (
      <MissingCell judged={cell} word={containerWords[state]} context={context}>
        {name}
      </MissingCell>
    );
  }
  return (
    <ComparedCell
      judged={cell}
      context={context}
      word={user === null ? null : context.nameOf(user)}
      addition={containerWords[state]}
    >
      {name}
    </ComparedCell>
  );
}
