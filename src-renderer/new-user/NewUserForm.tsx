import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../src-shared/errors.ts';
import type { UserType } from '../../src-shared/user-fields.ts';
import { userTypes } from '../../src-shared/user-fields.ts';
import { normaliseUserId } from '../../src-shared/user-id.ts';
import type { User } from '../../src-shared/users.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Field } from '../ui/Field.tsx';
import './new-user-form.css';
import { idProblem, isAboutId, suggestId } from './new-user-words.ts';

/** What the form is filled in with. */
export interface NewUserValues {
  readonly id: string;
  /** Absent where the name is to be made of the id. */
  readonly name?: string;
  readonly type: UserType;
}

/** Name, id and role of a new user. What is wrong with the id is said while typing, what main refuses under the field. */
export function NewUserForm(props: {
  readonly label: string;
  /** Begins the word on the button, such as "Add". */
  readonly act: string;
  readonly suggestedId: string;
  readonly users: readonly User[];
  readonly saving: boolean;
  readonly error: AppError | null;
  /** False where the role comes from elsewhere. */
  readonly withRole: boolean;
  /** True where somebody has opened the form on purpose, so that typing goes on here. */
  readonly takesFocus: boolean;
  readonly submit: (values: NewUserValues) => void;
  /** Absent where the form cannot be left. */
  readonly discard?: () => void;
}) {
  const { label, act, suggestedId, users, saving, error, withRole, takesFocus, submit, discard } = props;
  const [name, setName] = useState('');
  const [typedId, setTypedId] = useState(suggestedId === '' ? null : suggestedId);
  const [chosen, setType] = useState<UserType>('Standard');
  // Main makes the first one an Admin, whatever is asked for.
  const isFirst = users.length === 0;
  const type = isFirst ? 'Admin' : chosen;
  const [tried, setTried] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const idField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) nameField.current?.focus();
  }, [takesFocus]);

  const id = typedId ?? suggestId(name);
  const problem = idProblem(id, users);
  const refused = error !== null && isAboutId(error) ? error.message : null;
  const shownProblem = tried || (typedId ?? '') !== '' ? problem : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== null) idField.current?.focus();
    else submit({ id, type, ...(name.trim() === '' ? {} : { name: name.trim() }) });
  };
  return (
    <form className="new-user" aria-label={label} onSubmit={send} noValidate>
      <div className="new-user-fields">
        <Field label="Name" help="How the user is called everywhere in the app.">
          {(tie) => (
            <input
              {...tie}
              ref={nameField}
              value={name}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Id" help={idHelp(id)} error={shownProblem ?? refused}>
          {(tie) => (
            <input
              {...tie}
              ref={idField}
              value={id}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTypedId(event.target.value)}
            />
          )}
        </Field>
        {withRole && <RoleField type={type} setType={setType} isFirst={isFirst} />}
      </div>
      {error !== null && refused === null && <ErrorNotice error={error} />}
      <div className="new-user-buttons">
        <Button type="submit" kind="primary" busy={saving}>
          {id === '' ? `${act} user` : `${act} ${name.trim() === '' ? normaliseUserId(id) : name.trim()}`}
        </Button>
        {discard !== undefined && <Button onClick={discard}>Discard</Button>}
      </div>
    </form>
  );
}

function RoleField(props: {
  readonly type: UserType;
  readonly setType: (type: UserType) => void;
  readonly isFirst: boolean;
}) {
  const { type, setType, isFirst } = props;
  const types = isFirst ? ([type] as const) : userTypes;
  return (
    <Field
      label="Role"
      help={isFirst ? 'The first user is an Admin, who can add and manage the others.' : roleHelp[type]}
    >
      {(tie) => (
        <select {...tie} value={type} onChange={(event) => setType(event.target.value as UserType)}>
          {types.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What each role may do, in words (spec 2.6). */
export const roleHelp: Readonly<Record<UserType, string>> = {
  Standard: 'Switches users, works the services and changes their own profile.',
  Admin: 'Does everything, for every user.',
  Guest: 'Switches users and looks, but changes nothing.',
};

function idHelp(id: string): string {
  const normalised = normaliseUserId(id);
  if (normalised !== id) return `Kept as ${normalised}.`;
  return 'Names the data folder and cannot be changed. Small letters, digits, dot, dash, underscore.';
}
