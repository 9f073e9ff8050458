import { KeyRound, RefreshCw, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { serviceTitles } from '../../../src-shared/docker.ts';
import type { EnteredCredential, LightRagService } from '../../../src-shared/lightrag.ts';
import { useHome, useLightRag, useStores } from '../../app-stores.ts';
import { shownPath } from '../../lib/shown-path.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** A server that wants to know who asks: where it is told so, and the form to enter what it wants. */
export function LetIn({ own }: { readonly own: LightRagService }) {
  const { service, problem, state, access } = own;
  const home = useHome(({ home: known }) => known?.path ?? '');
  const asking = useLightRag((store) => store.asking === service);
  const { lightrag } = useStores();
  const { why } = useMay('lightrag.enter');
  const file = shownPath(access.envFile, home);
  const names = state === 'needs-key' ? 'LIGHTRAG_API_KEY' : 'AUTH_ACCOUNTS';
  return (
    <Notice mood="warn" role="status" title={problem ?? ''}>
      <p>
        {access.from === 'nothing'
          ? `${file} does not say it (${names}). Enter it here, or write it into that file and restart ${serviceTitles[service]}.`
          : `The container may have been started before ${names} in ${file} was changed: restart it, or enter here what it wants.`}
      </p>
      {access.trouble !== null && (
        <p>
          What was entered before cannot be read: {access.trouble.message} {access.trouble.hint}
        </p>
      )}
      <CredentialForm own={own} busy={asking} why={why} />
      <Button icon={RefreshCw} busy={asking} onClick={() => void lightrag.getState().again(service)}>
        Ask {serviceTitles[service]} again
      </Button>
    </Notice>
  );
}

function CredentialForm({
  own,
  busy,
  why,
}: {
  readonly own: LightRagService;
  readonly busy: boolean;
  readonly why: string | null;
}) {
  const { service, state, access } = own;
  const { lightrag } = useStores();
  const [typed, setTyped] = useState({ key: '', name: '', password: '' });
  const title = serviceTitles[service];
  const isKey = state === 'needs-key';
  const ready = isKey ? typed.key !== '' : typed.name !== '' && typed.password !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy || why !== null) return;
    const credential: EnteredCredential = isKey
      ? { kind: 'key', service, key: typed.key }
      : { kind: 'login', service, name: typed.name, password: typed.password };
    void lightrag.getState().enter(credential);
    // It is main's from here on, and nothing of it stays in the page.
    setTyped({ key: '', name: '', password: '' });
  };
  const text = (label: string, field: 'key' | 'name' | 'password') => (
    <Field label={label}>
      {(tie) => (
        <input
          {...tie}
          type={field === 'name' ? 'text' : 'password'}
          autoComplete="off"
          spellCheck={false}
          value={typed[field]}
          onChange={({ target }) => setTyped({ ...typed, [field]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <form className="let-in" aria-label={`Let the app in at ${title}`} onSubmit={submit}>
      {isKey && text(`API key of ${title}`, 'key')}
      {!isKey && text(`Name at ${title}`, 'name')}
      {!isKey && text(`Password at ${title}`, 'password')}
      <Button
        type="submit"
        kind="primary"
        icon={KeyRound}
        busy={busy}
        disabledReason={why ?? (ready ? null : 'Nothing is entered yet')}
      >
        Use for {title}
      </Button>
      {!access.lasting && <p className="documents-quiet">It is kept in memory only, until the app is closed.</p>}
    </form>
  );
}

/** Takes what was entered away. */
export function ForgetCredential({ own: { service } }: { readonly own: LightRagService }) {
  const { lightrag } = useStores();
  const asking = useLightRag((store) => store.asking === service);
  const { why } = useMay('lightrag.forget');
  return (
    <>
      {' '}
      <Button
        kind="quiet"
        icon={X}
        busy={asking}
        disabledReason={why}
        onClick={() => void lightrag.getState().forget(service)}
      >
        Forget it
      </Button>
    </>
  );
}
