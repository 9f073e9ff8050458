import { Plus } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useHome, useStores, useSwitching, useUsers } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { keepCount } from '../../lib/last-count.ts';
import { usersHref } from '../../lib/place.ts';
import { useMay } from '../../may.ts';
import { isRegistered, likelyUsers, listedUsers } from '../../stores/users.ts';
import type { SwitchOffer } from '../../switch-offer.ts';
import { Button } from '../../ui/Button.tsx';
import './user-chips.css';
import { UserChip } from './UserChip.tsx';

/** More users than these are on the page Users, and in the list at the top left. */
const most = 8;

/** The users as chips: a click switches. */
export function UserChips({ offer }: { readonly offer: SwitchOffer }) {
  const { users: store } = useStores();
  const users = useUsers((state) => listedUsers(state.users));
  const source = useHome(({ home }) => (home?.currentUser.state === 'known' ? home.currentUser.source : null));
  const target = useSwitching(({ switching, asked }) => (switching?.state === 'running' ? switching.to : asked));
  const adding = useUsers(({ form }) => form.open && form.duplicateOf === null);
  const mayAdd = useMay('users.create');
  useEffect(() => keepCount('users', users.length), [users.length]);
  const shown = useMemo(() => likelyUsers(users, most), [users]);
  return (
    <>
      <ul className="user-chips" aria-label="Users">
        {shown.map((user) => (
          <li key={user.id}>
            <UserChip
              user={user}
              settled={user.isCurrent && user.id !== target && (source === 'file' || !isRegistered(user))}
              arriving={user.id === target}
              offer={offer}
              makesCurrent={source === null}
            />
          </li>
        ))}
        {users.length > most && (
          <li>
            <a className="user-chips-all" href={usersHref}>
              All {formatCount(users.length, 'user')}
            </a>
          </li>
        )}
        {!adding && (
          <li>
            <Button kind="quiet" icon={Plus} disabledReason={mayAdd.why} onClick={() => store.getState().openForm()}>
              Add user
            </Button>
          </li>
        )}
      </ul>
      {shown.map(
        ({ id, name, unsafe }) =>
          unsafe !== null && (
            <p key={id} className="user-chips-unsafe">
              {name} cannot be switched to: {unsafe}.
            </p>
          ),
      )}
    </>
  );
}
