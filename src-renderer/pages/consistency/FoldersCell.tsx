import type { ComparedFolder, ContainerState, MountsCell } from '../../../src-shared/consistency.ts';
import { formatCount } from '../../lib/format.ts';
import { shownPath } from '../../lib/shown-path.ts';
import { ComparedCell } from './ComparedCell.tsx';
import type { CellContext } from './cell-context.ts';
import { MissingCell } from './MissingCell.tsx';

/** Whose folders a container has; those that differ path by path, the others to unfold. */
export function FoldersCell(props: {
  readonly cell: MountsCell;
  readonly state: ContainerState;
  readonly context: CellContext;
}) {
  const { cell, state, context } = props;
  const { user, folders, verdict } = cell;
  if (state === 'unknown' || state === 'absent' || state === 'foreign')
    return <MissingCell judged={cell} word="" context={context} />;
  const wrong = folders.filter(({ same }) => !same);
  const right = folders.filter(({ same }) => same);
  const isTold = wrong.length > 0;
  return (
    <ComparedCell
      // The paths themselves say it better than the sentence.
      judged={isTold ? { verdict, why: wrongWords(wrong.length, folders.length) } : cell}
      word={user === null ? wordOf(cell) : context.nameOf(user)}
      context={context}
    >
      {isTold && <FolderList folders={wrong} home={context.home} />}
      {right.length > 0 && (
        <details className="compared-notes">
          <summary>{formatCount(right.length, 'mount')} as the files say</summary>
          <FolderList folders={right} home={context.home} />
        </details>
      )}
    </ComparedCell>
  );
}

function wordOf({ folders }: MountsCell): string {
  return folders.length === 0 ? 'None' : "No user's";
}

function wrongWords(wrong: number, all: number): string {
  if (all === 1) return 'The one mount is another than the files say.';
  return wrong === all
    ? 'None of the mounts is as the files say.'
    : `${wrong} of ${all} mounts are others than the files say.`;
}

function FolderList({ folders, home }: { readonly folders: readonly ComparedFolder[]; readonly home: string }) {
  return (
    <dl className="compared-folders">
      {folders.map(({ target, expected, actual, same }) => (
        <div key={target}>
          <dt>
            <code>{target}</code>
          </dt>
          <dd>
            {same ? '' : 'is '}
            {actual === null ? 'nothing' : <code title={actual}>{shownPath(actual, home)}</code>}
          </dd>
          {!same && (
            <dd>
              should be <code title={expected}>{shownPath(expected, home)}</code>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
