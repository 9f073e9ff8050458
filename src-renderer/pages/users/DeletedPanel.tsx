import { Trash2, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DeletedUser } from '../../../src-shared/user-removal.ts';
import { useStores, useUserDeletion, useUsers } from '../../app-stores.ts';
import { formatBytes, formatCount, formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useMay } from '../../may.ts';
import { idProblem } from '../../new-user/new-user-words.ts';
import { isRegistered, listedUsers } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import './deleted-panel.css';

/** The deleted users of whom there is a backup, to be brought back. */
export function DeletedPanel({ close }: { readonly close: () => void }) {
  const { userDeletion } = useStores();
  const deleted = useUserDeletion((state) => state.deleted);
  const error = useUserDeletion((state) => state.listError);
  useEffect(() => void userDeletion.getState().listDeleted(), [userDeletion]);
  return (
    <SidePanel title="Deleted users" close={close}>
      {error !== null && <ErrorNotice title="The backups cannot be listed." error={error} />}
      {deleted === null && error === null && <Skeleton width={36} height={60} />}
      {deleted?.length === 0 && (
        <p className="panel-quiet">
          Nobody. A user who is deleted with a backup is listed here and can be brought back, profile and data.
        </p>
      )}
      {deleted !== null && deleted.length > 0 && (
        <ul className="deleted-users" aria-label="Deleted users">
          {deleted.map((user) => (
            <DeletedRow key={user.backup} user={user} />
          ))}
        </ul>
      )}
    </SidePanel>
  );
}

function DeletedRow({ user }: { readonly user: DeletedUser }) {
  const { backup, userId, name, deletedAt, files, bytes, damaged } = user;
  const { userDeletion } = useStores();
  const restoring = useUserDeletion((state) => state.restoring);
  const failure = useUserDeletion((state) => (state.failure?.backup === backup ? state.failure : null));
  const [discarding, setDiscarding] = useState(false);
  const mayRestore = useMay('users.restoreDeleted');
  const mayDiscard = useMay('users.discardDeleted');
  const waiting = restoring !== null && restoring !== backup;
  const now = useNow(30_000);
  const taken = failure?.error.code === 'users/already-exists' || failure?.error.code === 'users/folder-taken';
  return (
    <li className="deleted-user">
      <div className="deleted-user-words">
        <p>
          <strong>{name}</strong> <code>{userId}</code>
        </p>
        <p className="panel-quiet">
          Deleted {formatMoment(deletedAt, now) ?? deletedAt}. {formatCount(files, 'file')}, {formatBytes(bytes)}
        </p>
        {damaged !== null && <p className="deleted-user-damaged">Cannot be brought back: {damaged}.</p>}
      </div>
      <Button
        icon={Undo2}
        label={`Bring back ${name}`}
        busy={restoring === backup}
        disabledReason={
          mayRestore.why ??
          (damaged !== null ? 'The backup is damaged' : waiting ? 'Another one is being brought back' : null)
        }
        onClick={() => void userDeletion.getState().restore(backup)}
      >
        Bring back
      </Button>
      {!discarding && (
        <Button
          kind="quiet"
          icon={Trash2}
          label={`Remove backup of ${name}`}
          disabledReason={mayDiscard.why}
          onClick={() => setDiscarding(true)}
        >
          Remove backup
        </Button>
      )}
      {failure !== null && (
        <ErrorNotice
          title={failure.act === 'restore' ? `${name} could not be brought back.` : 'The backup was not removed.'}
          error={failure.error}
          onDismiss={() => userDeletion.getState().dismissFailure()}
        />
      )}
      {taken && <OtherId user={user} busy={restoring === backup} />}
      {discarding && <Discard user={user} keep={() => setDiscarding(false)} />}
    </li>
  );
}

/** Where somebody has the id by now, the way back is another one. */
function OtherId({ user, busy }: { readonly user: DeletedUser; readonly busy: boolean }) {
  const { userDeletion } = useStores();
  const users = useUsers((state) => listedUsers(state.users));
  const [id, setId] = useState(`${user.userId}-back`);
  const problem = idProblem(id, users.filter(isRegistered));
  return (
    <form
      className="deleted-user-id"
      aria-label={`Bring back ${user.name} under another id`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && !busy) void userDeletion.getState().restore(user.backup, id);
      }}
    >
      <Field label="Another id" error={problem}>
        {(tie) => (
          <input
            {...tie}
            value={id}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setId(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" busy={busy} disabledReason={problem === null ? null : 'Correct the id first'}>
        Bring back under this id
      </Button>
    </form>
  );
}

/** The last of a deleted user goes only when their id is typed. */
function Discard({ user, keep }: { readonly user: DeletedUser; readonly keep: () => void }) {
  const { backup, userId, name } = user;
  const { userDeletion } = useStores();
  const busy = useUserDeletion((state) => state.restoring === backup);
  const [typed, setTyped] = useState('');
  const matches = typed.trim() === userId;
  return (
    <form
      className="deleted-user-id"
      aria-label={`Remove the backup of ${name}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (matches && !busy) void userDeletion.getState().discard(backup, typed.trim());
      }}
    >
      <p>{name} cannot be brought back once the backup is gone.</p>
      <Field label={`Type ${userId} to confirm`}>
        {(tie) => (
          <input
            {...tie}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="users-buttons">
        <Button
          type="submit"
          kind="danger"
          icon={Trash2}
          busy={busy}
          disabledReason={matches ? null : `Type ${userId} first`}
        >
          Remove for good
        </Button>
        <Button onClick={keep}>Keep the backup</Button>
      </div>
    </form>
  );
}
