import type { EnvFileCell as Cell } from '../../../src-shared/consistency.ts';
import { ComparedCell } from './ComparedCell.tsx';
import type { CellContext } from './cell-context.ts';

/** Whom an env file names, and the line in force as it is written. */
export function EnvFileCell({ cell, context }: { readonly cell: Cell; readonly context: CellContext }) {
  const { user, path, line, written, notes } = cell;
  return (
    <ComparedCell
      judged={cell}
      word={user === null || user === '' ? null : context.nameOf(user)}
      context={context}
      place={{ path, line }}
      notes={notes}
    >
      {written !== null && <code className="compared-written">{written.trim()}</code>}
    </ComparedCell>
  );
}
