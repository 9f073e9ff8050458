import { KeyRound } from 'lucide-react';
import { useAccess, useStores } from '../app-stores.ts';
import { useMay } from '../may.ts';
import { actingUser, type PassphraseAct, passphraseOf } from '../stores/access.ts';
import { Button } from '../ui/Button.tsx';
import './passphrase.css';

/**
 * What can be done with a user's passphrase: set, changed and removed by whoever knows it; of another user also removed
 * by an Admin, for somebody who has lost theirs.
 */
export function UserPassphrase({ userId, onOpen }: { readonly userId: string; readonly onOpen?: () => void }) {
  const { access } = useStores();
  const isSet = useAccess((store) => passphraseOf(store, userId) !== null);
  const isOwn = useAccess((store) => actingUser(store)?.id?.toLowerCase() === userId.toLowerCase());
  const { why } = useMay('access.setPassphrase', userId);
  const mayForget = useMay('access.forgetPassphrase');
  const open = (act: PassphraseAct) => {
    onOpen?.();
    access.getState().openDialog(act, userId);
  };
  if (!isSet) {
    return (
      <fieldset className="user-passphrase">
        <legend className="visually-hidden">Passphrase</legend>
        <Button kind="quiet" icon={KeyRound} disabledReason={why} onClick={() => open('set')}>
          Set a passphrase
        </Button>
      </fieldset>
    );
  }
  return (
    <fieldset className="user-passphrase">
      <legend className="visually-hidden">Passphrase</legend>
      <Button kind="quiet" icon={KeyRound} disabledReason={why} onClick={() => open('change')}>
        Change passphrase
      </Button>
      <Button kind="quiet" disabledReason={why} onClick={() => open('remove')}>
        Remove
      </Button>
      {!isOwn && (
        <Button kind="quiet" disabledReason={mayForget.why} onClick={() => open('forget')}>
          Remove without knowing it
        </Button>
      )}
    </fieldset>
  );
}
