import { ArrowLeftRight, Copy, Download, RotateCcw, Trash2 } from 'lucide-react';
import type { User } from '../../../src-shared/users.ts';
import { useStores, useUserEditor, useUsers } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import { UserPassphrase } from '../../passphrase/UserPassphrase.tsx';
import { findUser, isRegistered } from '../../stores/users.ts';
import { useSwitchOffer, whyNoSwitch } from '../../switch-offer.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import type { PanelControl } from './panel.ts';
import './profile-panel.css';
import { SaveBar } from './SaveBar.tsx';
import { UserMarks } from './UserMarks.tsx';

/** One user: who they are, what can be done about them, and every field of their profile. */
export function ProfilePanel(props: { readonly show: PanelControl['show']; readonly close: () => void }) {
  const { show, close } = props;
  const { userEditor } = useStores();
  const opened = useUserEditor((state) => state.opened);
  const listed = useUsers(({ users }) => (opened === null ? null : findUser(users, opened.id)));
  if (opened === null) return null;
  const { id, base, error } = opened;
  const user: User | null = listed ?? base;
  return (
    <SidePanel
      key={id}
      title={user?.name ?? id}
      mark={<Avatar user={user} size={40} />}
      subtitle={
        <>
          <code>{id}</code>
          {user !== null && <UserMarks user={user} />}
        </>
      }
      close={close}
      foot={<SaveBar />}
    >
      {error !== null && (
        <ErrorNotice
          title={base === null ? 'The profile cannot be read.' : 'The profile could not be read again.'}
          error={error}
          actions={
            <Button icon={RotateCcw} onClick={() => void userEditor.getState().refresh()}>
              Try again
            </Button>
          }
        />
      )}
      {user !== null && <ProfileActions user={user} show={show} />}
      {base === null && error === null && <Skeleton width={40} height={160} />}
      {base !== null && user !== null && isRegistered(user) && <ProfileForm opened={opened} base={base} />}
    </SidePanel>
  );
}

function ProfileActions({ user, show }: { readonly user: User; readonly show: PanelControl['show'] }) {
  const { users } = useStores();
  const offer = useSwitchOffer();
  const { name, unsafe } = user;
  const mayAdd = useMay('users.create');
  const mayDuplicate = useMay('users.duplicate');
  const mayExport = useMay('archives.export', user.id);
  const mayDelete = useMay('users.delete');
  if (!isRegistered(user)) {
    return (
      <div className="profile-actions">
        <p className="panel-quiet">
          {unsafe === null
            ? 'They are current but not in the list of users, so that there is no profile.'
            : `They are current but cannot be added to the list of users: ${unsafe}.`}
        </p>
        {unsafe === null && (
          <Button disabledReason={mayAdd.why} onClick={() => users.getState().openForm(user.id)}>
            Add {name}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="profile-actions">
      <Button
        kind="primary"
        icon={ArrowLeftRight}
        disabledReason={whyNoSwitch(user, offer)}
        onClick={() => offer.start(user.id)}
      >
        {offer.filesOnly ? `Switch files to ${name}` : `Switch to ${name}`}
      </Button>
      <div className="profile-actions-more">
        <Button icon={Copy} disabledReason={mayDuplicate.why} onClick={() => users.getState().openDuplicate(user)}>
          Duplicate
        </Button>
        <Button icon={Download} disabledReason={mayExport.why} onClick={() => show('export')}>
          Export
        </Button>
        <Button icon={Trash2} disabledReason={mayDelete.why} onClick={() => show('delete')}>
          Delete
        </Button>
      </div>
      {unsafe === null && <UserPassphrase userId={user.id} />}
    </div>
  );
}
