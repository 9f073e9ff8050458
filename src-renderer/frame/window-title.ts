import { useEffect } from 'react';
import { useHome, useShell, useUsers } from '../app-stores.ts';
import { currentId } from '../stores/home.ts';
import { windowUser } from '../stores/shell.ts';
import { userName } from '../stores/users.ts';

/** Puts whom the window acts for into its title, first: a list of windows shows little more of it. */
export function useWindowTitle(): void {
  const inWindow = useShell(windowUser);
  const current = useHome(currentId);
  const users = useUsers((state) => state.users);
  const shown = inWindow ?? current;
  const name = shown === null ? null : userName(users, shown);
  useEffect(() => {
    document.title = name === null ? 'Persag Desktop' : `${name} - Persag Desktop`;
  }, [name]);
}
