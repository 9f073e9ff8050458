import { ChevronsUpDown } from 'lucide-react';
import { useHome, useShell, useSwitching, useUsers } from '../app-stores.ts';
import { colorOf } from '../lib/user-color.ts';
import { currentId } from '../stores/home.ts';
import { windowUser } from '../stores/shell.ts';
import { findUser } from '../stores/users.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { closePopover, Popover, usePopover } from '../ui/Popover.tsx';
import { UserList } from './UserList.tsx';
import './user-switcher.css';

/** Whom this window acts for, tinted in their colour; opens the list of users. */
export function UserSwitcher() {
  const users = useUsers((state) => state.users);
  const current = useHome(currentId);
  const inWindow = useShell(windowUser);
  const { trigger, popover } = usePopover();
  const shown = inWindow ?? current;
  const waiting = useHome(({ home, error }) => home === null && error === null);
  // The registry may not have them, and then the id is all there is.
  const user = shown === null ? null : (findUser(users, shown) ?? { id: shown, name: shown });
  const name = user?.name ?? (waiting ? 'Loading' : 'Not known');
  // env.userid changes before the switch is through: nobody is called current until it is.
  const switching = useSwitching(({ switching }) => switching?.state === 'running' && switching.to === shown);
  const role = inWindow !== null ? 'Only this window' : switching ? 'Switching' : 'Current user';
  return (
    <>
      <button
        type="button"
        className="user-switcher"
        data-user-color={user === null ? undefined : colorOf(user)}
        aria-label={`${name}, ${role}. Switch user`}
        title={`${name}, ${role}`}
        {...trigger}
      >
        <Avatar user={user} size={28} />
        <span className="user-switcher-words">
          <span className="user-switcher-name">{name}</span>
          <span className="user-switcher-role">{role}</span>
        </span>
        <ChevronsUpDown className="user-switcher-more" size={14} aria-hidden />
      </button>
      <Popover
        tie={popover}
        label="Switch user"
        className="user-switcher-list"
        // Selected, so that typing replaces what was looked for the last time.
        onOpen={(panel) => panel.querySelector('input')?.select()}
      >
        <UserList shown={shown} close={() => closePopover(popover.id)} />
      </Popover>
    </>
  );
}
