import { SidePanel } from '../../ui/SidePanel.tsx';
import { RecoveryChoices } from './RecoveryChoices.tsx';

/** Recovery where the list can be read, but may have lost people. */
export function RecoveryPanel({ close }: { readonly close: () => void }) {
  return (
    <SidePanel title="Recover the list of users" close={close}>
      <p className="panel-quiet">
        If people are missing from the list, it can be taken back from a copy, or made anew with the data folders that
        nobody in it owns.
      </p>
      <RecoveryChoices done={close} />
    </SidePanel>
  );
}
