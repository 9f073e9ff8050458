import { KeyRound } from 'lucide-react';
import { useAccess, useStores } from '../app-stores.ts';
import { useMay } from '../may.ts';
import { actingUser, type PassphraseAct, passphraseOf } from '../stores/access.ts';
import { Button } from '../ui/Button.tsx';

/** What whoever acts here can do with their own passphrase. */
export function OwnPassphrase({ onOpen }: { readonly onOpen: () => void }) {
  const { access } = useStores();
  const id = useAccess((store) => actingUser(store)?.id ?? null);
  const isSet = useAccess((store) => id !== null && passphraseOf(store, id) !== null);
  const { why } = useMay('access.setPassphrase', id);
  if (id === null) return null;
  const open = (act: PassphraseAct) => {
    onOpen();
    access.getState().openDialog(act, id);
  };
  return (
    <div className="own-passphrase">
      {isSet ? (
        <>
          <Button kind="quiet" icon={KeyRound} disabledReason={why} onClick={() => open('change')}>
            Change passphrase
          </Button>
          <Button kind="quiet" disabledReason={why} onClick={() => open('remove')}>
            Remove
          </Button>
        </>
      ) : (
        <Button kind="quiet" icon={KeyRound} disabledReason={why} onClick={() => open('set')}>
          Set a passphrase
        </Button>
      )}
    </div>
  );
}
