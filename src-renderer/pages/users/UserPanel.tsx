import { DeletedPanel } from './DeletedPanel.tsx';
import { DeletePanel } from './DeletePanel.tsx';
import { ExportPanel } from './ExportPanel.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { NewUserPanel } from './NewUserPanel.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';
import type { PanelControl } from './panel.ts';
import { RecoveryPanel } from './RecoveryPanel.tsx';

/** The panel beside the list, whatever it is about. */
export function UserPanel({ panel, close }: { readonly panel: PanelControl; readonly close: () => void }) {
  const { show, openUser } = panel;
  switch (panel.kind) {
    case 'profile':
      return <ProfilePanel show={show} close={close} />;
    case 'delete':
      return <DeletePanel close={close} />;
    case 'export':
      return <ExportPanel close={close} />;
    case 'new':
      return <NewUserPanel openUser={openUser} close={close} />;
    case 'import':
      return <ImportPanel openUser={openUser} close={close} />;
    case 'deleted':
      return <DeletedPanel close={close} />;
    case 'recovery':
      return <RecoveryPanel close={close} />;
    case null:
      return null;
  }
}
