import { useShell, useStores, useUsers } from '../app-stores.ts';
import { userName } from '../stores/users.ts';
import { PassphraseQuestion } from './PassphraseQuestion.tsx';

/** Asks for the passphrase of a user for whom a window is to be opened. */
export function WindowPassphrase() {
  const { shell } = useStores();
  const waiting = useShell((state) => state.waiting);
  const comparing = useShell(({ opening }) => opening !== null);
  const users = useUsers((state) => state.users);
  if (waiting === null) return null;
  const { userId, error } = waiting;
  const name = userName(users, userId);
  return (
    <PassphraseQuestion
      {...{ userId, name, comparing, error }}
      then={`A window that acts for ${name} opens once it is given.`}
      act={`Open window as ${name}`}
      give={(passphrase) => void shell.getState().openWindowAs(userId, passphrase)}
      cancel={shell.getState().stopWaiting}
    />
  );
}
