import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { UserType } from '../../../src-shared/user-fields.ts';
import { normaliseUserId } from '../../../src-shared/user-id.ts';
import { useStores, useUsers } from '../../app-stores.ts';
import { isRegistered, listedUsers } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import './add-user-form.css';
import { idProblem, isAboutId, suggestId } from './new-user-words.ts';

const userTypes: readonly UserType[] = ['Standard', 'Admin', 'Guest'];

/** Adds a user: name, id and role. What is wrong with the id is said while typing, what main refuses under the field. */
export function AddUserForm({ first }: { readonly first: boolean }) {
  const { users: store } = useStores();
  const { form, users } = useUsers((state) => state);
  const [name, setName] = useState('');
  const [typedId, setTypedId] = useState(form.suggestedId === '' ? null : form.suggestedId);
  const [type, setType] = useState<UserType>('Standard');
  const [tried, setTried] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const idField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Opened on purpose, so typing goes on here; the form of a first start is just there and takes nothing.
    if (!first) nameField.current?.focus();
  }, [first]);

  const id = typedId ?? suggestId(name);
  const problem = idProblem(id, listedUsers(users).filter(isRegistered));
  const refused = form.error !== null && isAboutId(form.error) ? form.error.message : null;
  const shownProblem = tried || (typedId ?? '') !== '' ? problem : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== null) idField.current?.focus();
    else void store.getState().create({ id, type, ...(name.trim() === '' ? {} : { name: name.trim() }) });
  };
  return (
    <form className="add-user" aria-label="Add user" onSubmit={submit} noValidate>
      <div className="add-user-fields">
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
        <Field label="Role" help="Kept in the list of users. Standard fits most.">
          {(tie) => (
            <select {...tie} value={type} onChange={(event) => setType(event.target.value as UserType)}>
              {userTypes.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {form.error !== null && refused === null && <ErrorNotice error={form.error} />}
      <div className="add-user-buttons">
        <Button type="submit" kind="primary" busy={form.saving}>
          {id === '' ? 'Add user' : `Add ${name.trim() === '' ? normaliseUserId(id) : name.trim()}`}
        </Button>
        {!first && <Button onClick={() => store.getState().closeForm()}>Discard</Button>}
      </div>
    </form>
  );
}

function idHelp(id: string): string {
  const normalised = normaliseUserId(id);
  if (normalised !== id) return `Kept as ${normalised}.`;
  return 'Names the data folder and cannot be changed. Small letters, digits, dot, dash, underscore.';
}
