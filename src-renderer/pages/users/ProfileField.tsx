import type { ReactNode } from 'react';
import type { ProfileField as FieldName } from '../../../src-shared/user-fields.ts';
import { fieldKinds } from '../../../src-shared/user-fields.ts';
import { useStores } from '../../app-stores.ts';
import { shownText } from '../../lib/profile-draft.ts';
import type { OpenProfile } from '../../stores/user-editor.ts';
import { Field, type FieldTie } from '../../ui/Field.tsx';
import { helpOf, problemSentence } from './profile-words.ts';

/** One field of the profile, with its rule under it and what is wrong with it in words. */
export function ProfileField(props: {
  readonly field: FieldName;
  readonly opened: OpenProfile;
  readonly base: NonNullable<OpenProfile['base']>;
  /** Stands in place of the rule. */
  readonly help?: ReactNode;
}) {
  const { field, opened, base, help = helpOf(field) } = props;
  const { userEditor } = useStores();
  const { draft, problems } = opened;
  // What is stored may break the rule, too; that counts until something else is typed.
  const stored = draft[field] === undefined ? base.problems : [];
  const problem = [...problems, ...stored].find((each) => each.field === field) ?? null;
  const text = shownText(field, draft, base);
  const edit = (typed: string) => userEditor.getState().edit(field, typed);
  const error = problem === null ? null : problemSentence(problem);
  if (fieldKinds[field].input === 'switch') {
    return (
      <div className="field">
        <label className="profile-check">
          <input
            type="checkbox"
            name={field}
            checked={text === 'yes'}
            onChange={(event) => edit(event.target.checked ? 'yes' : 'no')}
          />
          {fieldKinds[field].label}
        </label>
        <p className="field-help">{help}</p>
        {error !== null && <p className="field-error">{error}</p>}
      </div>
    );
  }
  return (
    <Field label={fieldKinds[field].label} help={help} error={error}>
      {(tie) => <Control field={field} text={text} tie={tie} edit={edit} />}
    </Field>
  );
}

function Control(props: {
  readonly field: FieldName;
  readonly text: string;
  readonly tie: FieldTie;
  readonly edit: (text: string) => void;
}) {
  const { field, text, tie, edit } = props;
  const { input, choices = [] } = fieldKinds[field];
  switch (input) {
    case 'lines':
      return <textarea {...tie} name={field} rows={3} value={text} onChange={(event) => edit(event.target.value)} />;
    case 'choice':
      return (
        <select {...tie} name={field} value={text} onChange={(event) => edit(event.target.value)}>
          {/* What another program wrote stays to be seen. */}
          {[...choices, ...(choices.includes(text) ? [] : [text])].map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      );
    default:
      return (
        <input
          {...tie}
          name={field}
          type="text"
          inputMode={input === 'number' ? 'numeric' : undefined}
          // A field of the browser's own for dates would not show what is no date, and lose it.
          placeholder={input === 'date' ? 'YYYY-MM-DD' : undefined}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => edit(event.target.value)}
        />
      );
  }
}
