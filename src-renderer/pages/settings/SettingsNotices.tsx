import { RotateCcw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Settings, SettingsTrouble } from '../../../src-shared/settings.ts';
import { useStores } from '../../app-stores.ts';
import { formatAge, formatCount, formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useMay } from '../../may.ts';
import { PassphraseField } from '../../passphrase/PassphraseField.tsx';
import { useSettings } from '../../settings-hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** What stands in the way of all of a user's settings, and what was done last. */
export function SettingsNotices(props: {
  readonly settings: Settings;
  readonly name: string;
  /** Whether the part that is shown says itself how keys are protected. */
  readonly tellsProtection: boolean;
}) {
  const { settings, name, tellsProtection } = props;
  const store = useStores().settings;
  const failure = useSettings((state) => state.failure);
  const imported = useSettings((state) => state.imported);
  const exportedTo = useSettings((state) => state.exportedTo);
  const { dismiss } = store.getState();
  const { trouble, isLocked, protection } = settings;
  return (
    <>
      {trouble !== null && <TroubleNotice trouble={trouble} />}
      {isLocked && <Locked name={name} />}
      {protection.kind === 'none' && (
        <ErrorNotice
          title="Keys cannot be kept now; what you enter lasts until the app ends."
          error={protection.error}
          mood="warn"
        />
      )}
      {protection.kind === 'weak' && !protection.isAllowed && !tellsProtection && <WeakProtection />}
      {failure !== null && <ErrorNotice title="This was not done." error={failure} onDismiss={dismiss} />}
      {imported !== null && (
        <Notice
          mood={imported.missingSecrets > 0 ? 'warn' : 'ok'}
          role="status"
          title={`${formatCount(imported.configurations, 'configuration')} imported.`}
          onDismiss={dismiss}
        >
          {imported.missingSecrets > 0 && (
            <p>
              {formatCount(imported.missingSecrets, 'key')} still to be filled in: open each one that says “no key”.
            </p>
          )}
        </Notice>
      )}
      {exportedTo !== null && (
        <Notice mood="ok" role="status" title="Exported, without any key." onDismiss={dismiss}>
          <p>
            <code>{exportedTo}</code>
          </p>
        </Notice>
      )}
    </>
  );
}

/** The file cannot be read: the last good copy, or to begin afresh. Nothing is done before the person chooses. */
function TroubleNotice({ trouble }: { readonly trouble: SettingsTrouble }) {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy);
  const [asking, setAsking] = useState(false);
  const now = useNow(30_000);
  const { error, lastGood } = trouble;
  const may = useMay('settings.startAfresh');
  return (
    <ErrorNotice
      error={error}
      actions={
        !asking && (
          <>
            {lastGood !== null && (
              <Button
                kind="primary"
                busy={busy === 'useLastGood'}
                disabledReason={may.why}
                onClick={() => void store.getState().useLastGood()}
              >
                Use the last good copy
              </Button>
            )}
            <Button disabledReason={may.why} onClick={() => setAsking(true)}>
              Begin afresh
            </Button>
          </>
        )
      }
      more={
        asking && (
          <Confirm
            label="Begin afresh"
            icon={RotateCcw}
            act="Begin afresh"
            keep="Leave it as it is"
            busy={busy === 'startAfresh'}
            onConfirm={() => void store.getState().startAfresh()}
            onCancel={() => setAsking(false)}
          >
            Settings, profiles and keys begin empty. The file that cannot be read is kept beside the new one.
          </Confirm>
        )
      }
    >
      {lastGood !== null && (
        <p>
          The last good copy is of {formatMoment(lastGood, now) ?? lastGood} ({formatAge(lastGood, now)}). The file
          stays as it is until you choose.
        </p>
      )}
    </ErrorNotice>
  );
}

function Locked({ name }: { readonly name: string }) {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy === 'unlock');
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (passphrase === '' || busy) return;
    await store.getState().unlock(passphrase);
    setPassphrase('');
    setTried(false);
  };
  return (
    <Notice mood="warn" title={`Give the passphrase of ${name} to use and change their keys.`}>
      <p>They stay open until the last window of {name} closes.</p>
      <form className="settings-unlock" aria-label="Unlock" onSubmit={(event) => void submit(event)} noValidate>
        <PassphraseField
          label="Passphrase"
          value={passphrase}
          onChange={setPassphrase}
          error={tried && passphrase === '' ? 'Enter the passphrase.' : null}
        />
        <Button type="submit" kind="primary" busy={busy}>
          Unlock
        </Button>
      </form>
    </Notice>
  );
}

function WeakProtection() {
  const store = useStores().settings;
  const busy = useSettings((state) => state.busy === 'allowWeakProtection');
  const may = useMay('settings.allowWeakProtection');
  return (
    <Notice
      mood="warn"
      title="This computer cannot protect keys well."
      actions={
        <Button busy={busy} disabledReason={may.why} onClick={() => void store.getState().allowWeakProtection(true)}>
          Keep keys all the same
        </Button>
      }
    >
      <p>
        It has no keyring that the app can use, only encryption with a password that is the same everywhere: whoever
        gets the file can read the keys. Until you allow that, a key you enter is forgotten when the app ends. A keyring
        such as GNOME Keyring or KWallet ends this.
      </p>
    </Notice>
  );
}
