import { useState } from 'react';
import { fieldKinds, type ProfileField, type ProfileValues } from '../../../src-shared/user-fields.ts';
import { useStores } from '../../app-stores.ts';
import { clashesOf, type Draft, shownText, textOf } from '../../lib/profile-draft.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import './conflict-view.css';

/** Fields that were changed here and elsewhere at the same time: what was there, what each side made of it, and the choice. */
export function ConflictView(props: {
  readonly draft: Draft;
  readonly base: ProfileValues;
  readonly newer: ProfileValues;
}) {
  const { draft, base, newer } = props;
  const { userEditor } = useStores();
  const fields = clashesOf(draft, base, newer);
  const [theirs, setTheirs] = useState<readonly ProfileField[]>([]);
  const choose = (field: ProfileField, isTheirs: boolean) => {
    const others = theirs.filter((each) => each !== field);
    setTheirs(isTheirs ? [...others, field] : others);
  };
  return (
    <Notice
      mood="warn"
      role="alert"
      title="The same fields were changed elsewhere meanwhile."
      actions={<Button onClick={() => userEditor.getState().resolve(theirs)}>Go on with these</Button>}
    >
      <p>Choose which value counts. Nothing is stored before you save.</p>
      {fields.map((field) => (
        <fieldset key={field} className="profile-conflict">
          <legend>{fieldKinds[field].label}</legend>
          <p>
            Before: <Value text={textOf(base[field])} />
          </p>
          <label>
            <input
              type="radio"
              name={`conflict-${field}`}
              checked={!theirs.includes(field)}
              onChange={() => choose(field, false)}
            />
            Yours: <Value text={shownText(field, draft, base)} />
          </label>
          <label>
            <input
              type="radio"
              name={`conflict-${field}`}
              checked={theirs.includes(field)}
              onChange={() => choose(field, true)}
            />
            Theirs: <Value text={textOf(newer[field])} />
          </label>
        </fieldset>
      ))}
    </Notice>
  );
}

function Value({ text }: { readonly text: string }) {
  return text === '' ? <em>nothing</em> : <strong>{text}</strong>;
}
