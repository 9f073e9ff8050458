import { ArrowRight, Plus } from 'lucide-react';
import { useHome, useStores, useUsers } from '../../app-stores.ts';
import { isFirstTime } from '../../first-time.ts';
import { usersHref } from '../../lib/place.ts';
import { useMay } from '../../may.ts';
import { AddedUser } from '../../new-user/AddedUser.tsx';
import { isNamed } from '../../stores/home.ts';
import { isRegistered, listedUsers } from '../../stores/users.ts';
import { type SwitchOffer, useSwitchOffer } from '../../switch-offer.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AddUserForm } from './AddUserForm.tsx';
import { ChipsSkeleton } from './ChipsSkeleton.tsx';
import { UserChips } from './UserChips.tsx';
import './users-section.css';

/** The users, switched by a click, and the form that adds one. */
export function UsersSection() {
  const users = useUsers((state) => state.users);
  const error = useUsers((state) => state.error);
  const form = useUsers((state) => state.form);
  // One that takes after another user is filled in on the page Users.
  const adding = form.open && form.duplicateOf === null;
  const offer = useSwitchOffer();
  const unknown = useHome(({ home }) => home?.currentUser.state === 'unreadable');
  const first = useHome(({ home }) => isFirstTime(home, users));
  return (
    <section className="section" aria-labelledby="users-heading">
      <div className="section-head">
        <h2 id="users-heading">Users</h2>
        {listedUsers(users).length > 1 && <p className="section-hint">{hintOf(offer, unknown)}</p>}
      </div>
      {offer.filesOnly && listedUsers(users).length > 1 && (
        <Notice mood="warn" title="A click switches the files only.">
          <p>Without Docker both services stay as they are. Sync them when Docker is back.</p>
        </Notice>
      )}
      {error !== null && <ErrorNotice error={error} />}
      {users === null && error === null && <ChipsSkeleton />}
      {users?.state === 'unreadable' && (
        <ErrorNotice
          title="The list of users cannot be read."
          error={users.error}
          actions={
            <a className="users-recover" href={usersHref}>
              Look at ways to recover it <ArrowRight size={14} aria-hidden />
            </a>
          }
        />
      )}
      {first && <FirstUser />}
      {users?.state === 'ready' && !first && <UserChips offer={offer} />}
      {users?.state === 'ready' && (first || adding) && <AddUserForm key={form.suggestedId} first={first} />}
      <AddedUser offer={offer} />
      <UnlistedCurrent />
    </section>
  );
}

function hintOf({ filesOnly }: SwitchOffer, unknown: boolean): string {
  if (unknown) return 'Choose who is current';
  return filesOnly ? 'Switch files only' : 'Switch by click';
}

function FirstUser() {
  return (
    <p className="users-first">
      Everyone who shares this computer has their own data, memories and settings. Both services work for whoever is
      current. Add the first user to begin.
    </p>
  );
}

/** A current user whom the registry does not know: nothing is wrong with the files, only the list is short. */
function UnlistedCurrent() {
  const { users: usersStore } = useStores();
  const unlisted = useUsers(({ users }) => listedUsers(users).find((user) => !isRegistered(user)));
  const named = useHome(({ home }) => home !== null && isNamed(home));
  const open = useUsers((state) => state.form.open);
  const { why } = useMay('users.create');
  if (unlisted === undefined || !named || open) return null;
  const { id, name, unsafe } = unlisted;
  return (
    <Notice
      mood="warn"
      title={`${name} is current but not in the list of users.`}
      actions={
        unsafe === null && (
          <Button icon={Plus} disabledReason={why} onClick={() => usersStore.getState().openForm(id)}>
            Add {name}
          </Button>
        )
      }
    >
      <p>{unsafe === null ? 'Add them, so that you can switch back to them later.' : `Cannot be added: ${unsafe}.`}</p>
    </Notice>
  );
}
