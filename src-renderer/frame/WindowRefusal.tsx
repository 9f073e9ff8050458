import { useShell, useStores, useUsers } from '../app-stores.ts';
import { userName } from '../stores/users.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';

/** Why a window that was asked for did not open; on every page, as the list of users is. */
export function WindowRefusal() {
  const { shell } = useStores();
  const refused = useShell((state) => state.refused);
  const users = useUsers((state) => state.users);
  if (refused === null) return null;
  return (
    <ErrorNotice
      title={`No window was opened as ${userName(users, refused.userId)}.`}
      error={refused.error}
      onDismiss={() => shell.getState().dismissRefused()}
    />
  );
}
