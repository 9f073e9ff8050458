import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { shownPath } from '../../lib/shown-path.ts';
import { Notice } from '../../ui/Notice.tsx';
import { type Conflict, linesBeside } from './conflict-words.ts';
import './fix-conflict.css';

const sides = [
  { name: 'base', title: 'Base', note: 'when you looked at it' },
  { name: 'mine', title: 'Mine', note: 'as the fix would leave it' },
  { name: 'theirs', title: 'Theirs', note: 'as it is now' },
] as const;

/** Another program wrote a file while its fix was looked at: all three texts side by side, and nothing written. */
export function FixConflict(props: {
  readonly conflicts: readonly Conflict[];
  readonly home: string;
  readonly actions: ReactNode;
}) {
  const { conflicts, home, actions } = props;
  const names = conflicts.map(({ path }) => shownPath(path, home)).join(', ');
  return (
    <>
      <Notice
        mood="warn"
        role="alert"
        title={`Another program wrote ${names} after you looked at it.`}
        actions={actions}
      >
        <p>Nothing was changed. Look again to see the fix on the file as it is now.</p>
      </Notice>
      {conflicts.map((conflict) => (
        <div key={conflict.path} className="finding-file">
          <code title={conflict.path}>{shownPath(conflict.path, home)}</code>
          <div className="conflict">
            {sides.map(({ name, title, note }) => {
              const others = sides.filter((side) => side.name !== name).map((side) => conflict[side.name]);
              return <ConflictSide key={name} title={title} note={note} text={conflict[name]} others={others} />;
            })}
          </div>
        </div>
      ))}
    </>
  );
}

function ConflictSide(props: {
  readonly title: string;
  readonly note: string;
  readonly text: string;
  readonly others: readonly string[];
}) {
  const { title, note, text, others } = props;
  const lines = linesBeside(text, others);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className="conflict-side" aria-label={`${title}, ${note}`} tabIndex={0}>
      <p className="conflict-title">
        {title} <span>{note}</span>
      </p>
      {lines.length === 0 && <p className="conflict-none">{text === '' ? 'The file is not there.' : 'The same.'}</p>}
      <pre>
        {lines.map(({ number, text: line, changed }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text have no other identity.
          <span key={index} className={classNames('conflict-line', changed && 'conflict-changed')}>
            <span className="conflict-number">{number}</span>
            {line}
          </span>
        ))}
      </pre>
    </section>
  );
}
