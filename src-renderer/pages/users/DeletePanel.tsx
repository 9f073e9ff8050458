import { RotateCcw, Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { DeletePlan, DeletionScope } from '../../../src-shared/user-removal.ts';
import { useStores, useUserDeletion, useUserEditor, useUsers } from '../../app-stores.ts';
import type { OpenDeletion } from '../../stores/user-deletion.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import './delete-panel.css';
import { plannedWords } from './deletion-words.ts';

/** Deletes a user: what would go is shown first, and what stands in the way. */
export function DeletePanel({ close }: { readonly close: () => void }) {
  const { userDeletion } = useStores();
  const id = useUserEditor((state) => state.opened?.id ?? null);
  const name = useUsers(({ users }) => userName(users, id ?? ''));
  const opened = useUserDeletion((state) => state.opened);
  useEffect(() => {
    if (id === null) return;
    void userDeletion.getState().plan({ id, scope: 'everything', backup: true });
    return () => userDeletion.getState().closePlan();
  }, [userDeletion, id]);
  if (id === null) return null;
  return (
    <SidePanel title={`Delete ${name}`} subtitle={<code>{id}</code>} close={close}>
      {opened !== null && <Deletion key={opened.id} opened={opened} close={close} />}
    </SidePanel>
  );
}

function Deletion({ opened, close }: { readonly opened: OpenDeletion; readonly close: () => void }) {
  const { userDeletion } = useStores();
  const { id, scope, backup, plan, deleting, error } = opened;
  const again = () => void userDeletion.getState().plan({ id, scope, backup });
  return (
    <>
      <DeletionChoices opened={opened} />
      {error !== null && (
        <ErrorNotice
          title={plan === null ? 'What would be deleted cannot be worked out.' : 'Nothing was deleted.'}
          error={error}
          actions={
            <Button icon={RotateCcw} onClick={again}>
              Look again
            </Button>
          }
        />
      )}
      {plan === null && error === null && <Skeleton width={36} height={72} />}
      {plan !== null && <PlanFacts plan={plan} />}
      {deleting && (
        <div className="panel-progress" role="status">
          <p>{backup && scope === 'everything' ? 'Making the backup, checking it, deleting' : 'Deleting'}</p>
          <ProgressBar label="Deleting" done={0} total={0} />
        </div>
      )}
      {plan !== null && plan.obstacles.length === 0 && (
        <DeletionConfirm key={plan.id} plan={plan} deleting={deleting} close={close} />
      )}
      {plan !== null && plan.obstacles.length > 0 && (
        <div className="users-buttons">
          <Button icon={RotateCcw} onClick={again}>
            Look again
          </Button>
          <Button onClick={close}>Close</Button>
        </div>
      )}
    </>
  );
}

function DeletionChoices({ opened }: { readonly opened: OpenDeletion }) {
  const { userDeletion } = useStores();
  const { id, scope, backup, deleting } = opened;
  const choose = (change: { readonly scope?: DeletionScope; readonly backup?: boolean }) =>
    void userDeletion.getState().plan({ id, scope, backup, ...change });
  return (
    <fieldset className="choices" disabled={deleting}>
      <legend>What goes</legend>
      <label>
        <input
          type="radio"
          name="deletion-scope"
          checked={scope === 'everything'}
          onChange={() => choose({ scope: 'everything' })}
        />
        <span>
          Entry and data
          <small>The user, and the folder with everything that is theirs.</small>
        </span>
      </label>
      <label>
        <input
          type="radio"
          name="deletion-scope"
          checked={scope === 'registry'}
          onChange={() => choose({ scope: 'registry' })}
        />
        <span>
          Registry entry only
          <small>The user is no longer listed; the data stays and can be added again.</small>
        </span>
      </label>
      <label>
        <input type="checkbox" checked={backup} onChange={(event) => choose({ backup: event.target.checked })} />
        <span>
          Back up first
          <small>The backup is checked before anything goes. Without one there is no way back.</small>
        </span>
      </label>
    </fieldset>
  );
}

function PlanFacts({ plan }: { readonly plan: DeletePlan }) {
  return (
    <section className="panel-part" aria-label="What would be deleted">
      <h3>What would happen</h3>
      <p>{plannedWords(plan)}</p>
      {plan.folder !== null && (
        <p>
          <code className="panel-path">{plan.folder}</code>
        </p>
      )}
      {plan.remarks.map((remark) => (
        <p key={remark} className="panel-quiet">
          {remark}
        </p>
      ))}
      {plan.obstacles.map((obstacle) => (
        <ErrorNotice key={obstacle.message} mood="warn" error={obstacle} />
      ))}
    </section>
  );
}

function DeletionConfirm(props: { readonly plan: DeletePlan; readonly deleting: boolean; readonly close: () => void }) {
  const { plan, deleting, close } = props;
  const { userDeletion, userEditor } = useStores();
  const [typed, setTyped] = useState('');
  const matches = typed.trim() === plan.confirm;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!matches || deleting) return;
    if (!(await userDeletion.getState().carryOut(typed.trim()))) return;
    userEditor.getState().forget(plan.userId);
    close();
  };
  return (
    <form className="panel-part" aria-label="Confirm the deletion" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={`Type ${plan.confirm} to confirm`}>
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
          busy={deleting}
          disabledReason={matches ? null : `Type ${plan.confirm} first`}
        >
          {plan.scope === 'registry' ? `Remove ${plan.name} from the list` : `Delete ${plan.name}`}
        </Button>
        <Button disabledReason={deleting ? 'It is being done' : null} onClick={close}>
          Keep {plan.name}
        </Button>
      </div>
    </form>
  );
}
