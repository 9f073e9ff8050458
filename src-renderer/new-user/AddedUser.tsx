import { ArrowRight } from 'lucide-react';
import { useStores, useUsers } from '../app-stores.ts';
import type { SwitchOffer } from '../switch-offer.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Says that a user was added, and offers the next step. */
export function AddedUser({ offer }: { readonly offer: SwitchOffer }) {
  const { users } = useStores();
  const added = useUsers((state) => state.added);
  if (added === null) return null;
  const dismiss = () => users.getState().dismissAdded();
  return (
    <Notice
      mood="ok"
      role="status"
      title={`${added.name} is added.`}
      onDismiss={dismiss}
      actions={
        <Button
          kind="primary"
          icon={ArrowRight}
          disabledReason={offer.blocked}
          onClick={() => {
            dismiss();
            offer.start(added.id);
          }}
        >
          {offer.filesOnly ? `Switch files to ${added.name}` : `Switch to ${added.name}`}
        </Button>
      }
    />
  );
}
