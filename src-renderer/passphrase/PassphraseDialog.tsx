import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useAccess, useStores, useUsers } from '../app-stores.ts';
import type { PassphraseDialog as Asked, PassphraseAct } from '../stores/access.ts';
import { userName } from '../stores/users.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PassphraseField } from './PassphraseField.tsx';
import { doneWords, needsNew, needsOld, problemOf, titles } from './passphrase-words.ts';
import { useWait } from './use-wait.ts';

/** Sets, changes or removes the passphrase of a user, whoever has opened the dialog. */
export function PassphraseDialog() {
  const { access } = useStores();
  const asked = useAccess(({ dialog }) => dialog);
  const users = useUsers((state) => state.users);
  if (asked === null) return null;
  const name = userName(users, asked.userId);
  return (
    <Dialog
      key={`${asked.act} ${asked.userId}`}
      title={titles[asked.act](name)}
      onClose={() => access.getState().closeDialog()}
    >
      {asked.done ? <Done act={asked.act} name={name} /> : <PassphraseForm asked={asked} name={name} />}
    </Dialog>
  );
}

function PassphraseForm({ asked, name }: { readonly asked: Asked; readonly name: string }) {
  const { act, userId, sending, error } = asked;
  const { access } = useStores();
  const [old, setOld] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Where something is wrong, typing goes on there.
    if (tried > 0 || error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [tried, error]);
  const wait = useWait(userId);
  const problem = problemOf(act, { old, passphrase, again });
  const shown = (field: 'old' | 'passphrase' | 'again') =>
    tried > 0 && problem?.field === field ? problem.text : null;
  const wrong = error?.code === 'access/passphrase-wrong' ? `This is not the passphrase of ${name}.` : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(tried + 1);
    if (problem === null && !sending && (wait === null || !needsOld(act))) {
      void access.getState().send({ old, passphrase });
    }
  };
  return (
    <form ref={form} className="passphrase-form" onSubmit={submit} noValidate>
      <Before act={act} name={name} />
      {needsOld(act) && (
        <PassphraseField
          label="Present passphrase"
          value={old}
          onChange={setOld}
          error={wait ?? wrong ?? shown('old')}
          autoFocus
        />
      )}
      {needsNew(act) && (
        <>
          <PassphraseField
            label="New passphrase"
            value={passphrase}
            onChange={setPassphrase}
            help="At least 8 characters. Several words are easier to keep in mind than one."
            error={shown('passphrase')}
            autoFocus={!needsOld(act)}
          />
          <PassphraseField label="New passphrase once more" value={again} onChange={setAgain} error={shown('again')} />
        </>
      )}
      {error !== null && !['access/passphrase-wrong', 'access/passphrase-wait'].includes(error.code) && (
        <ErrorNotice error={error} />
      )}
      <div className="dialog-buttons">
        <Button onClick={() => access.getState().closeDialog()}>Cancel</Button>
        <Button type="submit" kind="primary" busy={sending} disabledReason={needsOld(act) ? wait : null}>
          {act === 'set' ? 'Set passphrase' : act === 'change' ? 'Change passphrase' : 'Remove passphrase'}
        </Button>
      </div>
    </form>
  );
}

function Done({ act, name }: { readonly act: PassphraseAct; readonly name: string }) {
  const { access } = useStores();
  return (
    <div className="passphrase-form">
      <p role="status">{doneWords[act](name)}</p>
      <div className="dialog-buttons">
        <Button kind="primary" autoFocus onClick={() => access.getState().closeDialog()}>
          Close
        </Button>
      </div>
    </div>
  );
}

/** What should be known before: there is no way back from a passphrase that is lost. */
function Before({ act, name }: { readonly act: PassphraseAct; readonly name: string }) {
  switch (act) {
    case 'set':
      return (
        <>
          <p>A switch to {name} then takes it, on this computer and in a single window. Switching away never does.</p>
          <Notice mood="warn" title="There is no way to recover a passphrase.">
            <p>Whoever loses it loses the secrets it protects. An Admin can only remove both together.</p>
          </Notice>
        </>
      );
    case 'change':
      return <p>The secrets of {name} stay as they are. There is no way to recover the new passphrase either.</p>;
    case 'remove':
      return <p>Everybody who may switch can then switch to {name}.</p>;
    case 'forget':
      return (
        <Notice mood="warn" title={`Secrets of ${name} that it protects are lost.`}>
          <p>
            This removes the passphrase without knowing it, for somebody who has lost theirs. Nothing brings them back.
          </p>
        </Notice>
      );
  }
}
