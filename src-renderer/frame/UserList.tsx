import { Plus, Search } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useStores, useUsers } from '../app-stores.ts';
import { placeOf, usersHref } from '../lib/place.ts';
import { findUsers, indexOf } from '../lib/user-index.ts';
import { useMay } from '../may.ts';
import { listedUsers } from '../stores/users.ts';
import { useSwitchOffer } from '../switch-offer.ts';
import { ActingUser } from './ActingUser.tsx';
import './user-list.css';
import { UserRow } from './UserRow.tsx';

/** More than these are not drawn; typing narrows them down. */
const most = 30;

/** The users to switch to, with a filter; arrow keys go through the rows. */
export function UserList({ shown, close }: { readonly shown: string | null; readonly close: () => void }) {
  const [filter, setFilter] = useState('');
  const { users: usersStore } = useStores();
  const state = useUsers(({ users }) => users);
  const users = indexOf(listedUsers(state)).byName;
  const offer = useSwitchOffer();
  const found = useMemo(() => findUsers(users, filter), [users, filter]);
  const { why } = useMay('users.create');
  const add = () => {
    if (why !== null) return;
    close();
    usersStore.getState().openForm();
    // The Overview and the page Users have the form; from anywhere else the way leads there.
    if (placeOf(location.hash).page === 'home') location.hash = usersHref;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys only move the focus among the buttons inside.
    <div className="user-list" onKeyDown={moveFocus}>
      <label className="user-list-search">
        <Search size={14} aria-hidden />
        <span className="visually-hidden">Find a user</span>
        <input
          type="text"
          placeholder="Find a user"
          value={filter}
          spellCheck={false}
          onChange={(event) => setFilter(event.target.value)}
        />
      </label>
      <ul aria-label="Users">
        {found.slice(0, most).map(({ user }) => (
          <UserRow key={user.id} user={user} shown={user.id === shown} offer={offer} close={close} />
        ))}
      </ul>
      <UserCount total={users.length} found={found.length} filter={filter} />
      <button
        type="button"
        className="user-list-add"
        data-row
        aria-disabled={why !== null || undefined}
        aria-description={why ?? undefined}
        title={why ?? undefined}
        onClick={add}
      >
        <Plus size={14} aria-hidden />
        Add user
      </button>
      <ActingUser close={close} />
    </div>
  );
}

function UserCount(props: { readonly total: number; readonly found: number; readonly filter: string }) {
  const { total, found, filter } = props;
  if (total === 0) return <p className="user-list-note">No users yet.</p>;
  if (found === 0) return <p className="user-list-note">Nobody is called “{filter.trim()}”.</p>;
  if (found > most)
    return <p className="user-list-note">{(found - most).toLocaleString('en-GB')} more. Type to narrow them down.</p>;
  return null;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-row]')];
  // The button beside a row stands for its row.
  const at = rows.findIndex(
    (row) => row === document.activeElement || row.parentElement?.contains(document.activeElement),
  );
  rows.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % rows.length)?.focus();
  event.preventDefault();
}
