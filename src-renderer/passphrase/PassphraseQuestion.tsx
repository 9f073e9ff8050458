import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../src-shared/errors.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { PassphraseField } from './PassphraseField.tsx';
import { useWait } from './use-wait.ts';

/** What somebody's passphrase is asked for, and what becomes of it. */
export interface PassphraseQuestionParts {
  readonly userId: string;
  readonly name: string;
  /** What happens once it is given, as a sentence. */
  readonly then: string;
  /** The button that does so. */
  readonly act: string;
  /** Why the last one was not taken. */
  readonly error: AppError | null;
  /** True while it is compared. */
  readonly comparing: boolean;
  give(passphrase: string): void;
  cancel(): void;
}

/** Asks for the passphrase of a user, in a dialog. */
export function PassphraseQuestion(parts: PassphraseQuestionParts) {
  return (
    <Dialog title={`Passphrase of ${parts.name}`} onClose={parts.cancel}>
      <Question {...parts} />
    </Dialog>
  );
}

function Question({ userId, name, then, act, error, comparing, give, cancel }: PassphraseQuestionParts) {
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
    give(passphrase);
  };
  return (
    <form ref={form} className="passphrase-form" onSubmit={submit} noValidate>
      <p>{then}</p>
      <PassphraseField
        label="Passphrase"
        value={passphrase}
        onChange={setPassphrase}
        error={wait ?? (error === null ? null : whyNot(error, name))}
        autoFocus
      />
      <div className="dialog-buttons">
        <Button onClick={cancel}>Cancel</Button>
        <Button type="submit" kind="primary" busy={comparing} disabledReason={reason}>
          {act}
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
