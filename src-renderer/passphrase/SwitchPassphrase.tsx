import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../src-shared/errors.ts';
import { useAccess, useStores, useSwitching, useUsers } from '../app-stores.ts';
import { userName } from '../stores/users.ts';
import { useSwitchOffer } from '../switch-offer.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { PassphraseField } from './PassphraseField.tsx';
import { useWait } from './use-wait.ts';

/** Asks for the passphrase of a switch that waits for it, wherever that was asked for: here, or in the tray. */
export function SwitchPassphrase() {
  useTrayRequest();
  const { switching } = useStores();
  const waiting = useSwitching((state) => state.waiting);
  const users = useUsers((state) => state.users);
  if (waiting === null) return null;
  const { userId, scope } = waiting.input;
  const name = userName(users, userId);
  return (
    <Dialog title={`Passphrase of ${name}`} onClose={() => switching.getState().stopWaiting()}>
      <Question userId={userId} name={name} inWindow={scope === 'window'} />
    </Dialog>
  );
}

function Question(props: { readonly userId: string; readonly name: string; readonly inWindow: boolean }) {
  const { userId, name, inWindow } = props;
  const { switching } = useStores();
  const error = useSwitching((state) => state.waiting?.error ?? null);
  const comparing = useSwitching(({ asked }) => asked !== null);
  const wait = useWait(userId);
  const [passphrase, setPassphrase] = useState('');
  const form = useRef<HTMLFormElement>(null);
  // Typing goes on where it was, also where a click on the button has sent it.
  useEffect(() => {
    if (error !== null) form.current?.querySelector('input')?.focus();
  }, [error]);
  const reason = wait ?? (passphrase === '' ? 'Type the passphrase first' : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== null || comparing) return;
    // Emptied at once: what is typed next is the next try.
    setPassphrase('');
    void switching.getState().givePassphrase(passphrase);
  };
  return (
    <form ref={form} className="passphrase-form" onSubmit={submit} noValidate>
      <p>
        {inWindow ? `This window acts for ${name} once it is given.` : `The switch to ${name} begins once it is given.`}
      </p>
      <PassphraseField
        label="Passphrase"
        value={passphrase}
        onChange={setPassphrase}
        error={wait ?? (error === null ? null : whyNot(error, name))}
        autoFocus
      />
      <div className="dialog-buttons">
        <Button onClick={() => switching.getState().stopWaiting()}>Cancel</Button>
        <Button type="submit" kind="primary" busy={comparing} disabledReason={reason}>
          {inWindow ? `Act for ${name}` : `Switch to ${name}`}
        </Button>
      </div>
    </form>
  );
}

/** What is said under the field; a wait is counted down in its place, and over once that is. */
function whyNot({ code, message }: AppError, name: string): string | null {
  if (code === 'access/passphrase-wrong') return `This is not the passphrase of ${name}.`;
  return code === 'access/passphrase-wait' ? null : message;
}

/** A switch in the tray's menu that takes a passphrase is asked for here, in the window that main has brought up. */
function useTrayRequest(): void {
  const { access, switching } = useStores();
  const userId = useAccess(({ access: state, windowId }) =>
    state?.asking?.windowId === windowId ? state.asking.userId : null,
  );
  const { inputFor } = useSwitchOffer();
  useEffect(() => {
    if (userId === null) return;
    switching.getState().wait(inputFor(userId));
    void access.getState().endAsking();
  }, [userId, access, switching, inputFor]);
}
