import { Undo2 } from 'lucide-react';
import type { UsersNotice } from '../../../src-shared/users.ts';
import { useStores, useUserDeletion, useUserRecovery } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { AddedUser } from '../../new-user/AddedUser.tsx';
import { useSwitchOffer } from '../../switch-offer.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Words } from '../../ui/Words.tsx';
import { deletedWords } from './deletion-words.ts';

/** What has just been done, and what should be known of the list. */
export function UsersNotices(props: {
  readonly notices: readonly UsersNotice[];
  readonly openUser: (id: string) => void;
}) {
  const offer = useSwitchOffer();
  return (
    <>
      {props.notices.map(({ message, hint }) => (
        <Notice key={message} mood="warn" title={<Words text={message} />}>
          <p>
            <Words text={hint} />
          </p>
        </Notice>
      ))}
      <AddedUser offer={offer} />
      <DeletedNotice />
      <RestoredNotice openUser={props.openUser} />
      <RecoveredNotice />
    </>
  );
}

function DeletedNotice() {
  const { userDeletion } = useStores();
  const report = useUserDeletion((state) => state.report);
  const failure = useUserDeletion((state) => state.failure);
  const { dismissReport, dismissFailure } = userDeletion.getState();
  if (report === null) return null;
  const { backup, warnings } = report;
  return (
    <>
      <Notice
        mood={warnings.length === 0 ? 'ok' : 'warn'}
        role="status"
        title={deletedWords(report)}
        onDismiss={dismissReport}
        {...(backup === null ? {} : { actions: <BringBack backup={backup} name={report.name} /> })}
      >
        {backup !== null && (
          <p>
            The backup is <code>{backup}</code>, to be found under “Deleted users”.
          </p>
        )}
        {warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </Notice>
      {failure !== null && failure.backup === backup && (
        <ErrorNotice
          title={`${report.name} could not be brought back.`}
          error={failure.error}
          onDismiss={dismissFailure}
        />
      )}
    </>
  );
}

function BringBack({ backup, name }: { readonly backup: string; readonly name: string }) {
  const { userDeletion } = useStores();
  const busy = useUserDeletion((state) => state.restoring === backup);
  return (
    <Button icon={Undo2} busy={busy} onClick={() => void userDeletion.getState().restore(backup)}>
      Bring {name} back
    </Button>
  );
}

function RestoredNotice({ openUser }: { readonly openUser: (id: string) => void }) {
  const { userDeletion } = useStores();
  const restored = useUserDeletion((state) => state.restored);
  if (restored === null) return null;
  return (
    <Notice
      mood="ok"
      role="status"
      title={`${restored.name} is back.`}
      onDismiss={() => userDeletion.getState().dismissRestored()}
      actions={<Button onClick={() => openUser(restored.id)}>Open {restored.name}</Button>}
    />
  );
}

function RecoveredNotice() {
  const { userRecovery } = useStores();
  const report = useUserRecovery((state) => state.report);
  if (report === null) return null;
  return (
    <Notice
      mood="ok"
      role="status"
      title={`The list of users is recovered: ${formatCount(report.users, 'user')}.`}
      onDismiss={() => userRecovery.getState().dismissReport()}
    >
      {report.keptAs !== null && (
        <p>
          The former file is kept as <code>{report.keptAs}</code>.
        </p>
      )}
    </Notice>
  );
}
