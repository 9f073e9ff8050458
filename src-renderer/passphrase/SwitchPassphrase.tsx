import { useEffect } from 'react';
import { useAccess, useStores, useSwitching, useUsers } from '../app-stores.ts';
import { userName } from '../stores/users.ts';
import { useSwitchOffer } from '../switch-offer.ts';
import { PassphraseQuestion } from './PassphraseQuestion.tsx';

/** Asks for the passphrase of a switch that waits for it, wherever that was asked for: here, or in the tray. */
export function SwitchPassphrase() {
  useTrayRequest();
  const { switching } = useStores();
  const waiting = useSwitching((state) => state.waiting);
  const comparing = useSwitching(({ asked }) => asked !== null);
  const users = useUsers((state) => state.users);
  if (waiting === null) return null;
  const { userId, scope } = waiting.input;
  const name = userName(users, userId);
  const inWindow = scope === 'window';
  const { givePassphrase, stopWaiting } = switching.getState();
  return (
    <PassphraseQuestion
      {...{ userId, name, comparing }}
      then={
        inWindow ? `This window acts for ${name} once it is given.` : `The switch to ${name} begins once it is given.`
      }
      act={inWindow ? `Act for ${name}` : `Switch to ${name}`}
      error={waiting.error}
      give={(passphrase) => void givePassphrase(passphrase)}
      cancel={stopWaiting}
    />
  );
}

/** What the tray was asked for and takes a passphrase is asked for here, in the window that main has brought up. */
function useTrayRequest(): void {
  const { access, switching, shell } = useStores();
  const asking = useAccess(({ access: state, windowId }) =>
    state?.asking?.windowId === windowId ? state.asking : null,
  );
  const { inputFor } = useSwitchOffer();
  useEffect(() => {
    if (asking === null) return;
    if (asking.what === 'window') shell.getState().waitForPassphrase(asking.userId);
    else switching.getState().wait(inputFor(asking.userId));
    void access.getState().endAsking();
  }, [asking, access, switching, shell, inputFor]);
}
