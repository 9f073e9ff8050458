import { Plus, Wrench } from 'lucide-react';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import type { PanelControl } from './panel.ts';

/** Nobody is registered yet: what will be here, and the next step. */
export function UsersEmpty({ panel }: { readonly panel: PanelControl }) {
  const mayAdd = useMay('users.create');
  return (
    <div className="users-none">
      <p>
        Everyone who shares this computer will be listed here, with their own data, memories and settings. Add the first
        user to begin.
      </p>
      <div className="users-buttons">
        <Button icon={Plus} disabledReason={mayAdd.why} onClick={() => panel.show('new')}>
          Add the first user
        </Button>
        <Button kind="quiet" icon={Wrench} onClick={() => panel.show('recovery')}>
          There were users before
        </Button>
      </div>
    </div>
  );
}
