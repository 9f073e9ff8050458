import { useState } from 'react';
import { useStores, useUserEditor, useUsers } from '../../app-stores.ts';

/** What stands beside the list: the open profile or something about it, or something about no user in particular. */
export type PanelKind = 'profile' | 'delete' | 'export' | 'new' | 'import' | 'deleted' | 'recovery';

/** The panel of the page, and the ways from one to another. */
export interface PanelControl {
  readonly kind: PanelKind | null;
  readonly show: (kind: PanelKind) => void;
  /** Opens a profile; asks first where another has unsaved changes. */
  readonly openUser: (id: string) => void;
  /** Closes what is shown; what is typed into a profile is asked about, and a profile behind comes back. */
  readonly close: (then?: () => void) => void;
}

const aboutUser: readonly PanelKind[] = ['profile', 'delete', 'export'];

/** The panel that is shown. A profile stays open behind other panels, with all that was typed into it. */
export function usePanel(): PanelControl {
  const { users, userEditor } = useStores();
  const adding = useUsers(({ form }) => form.open);
  const opened = useUserEditor((state) => state.opened !== null);
  const [chosen, setChosen] = useState<PanelKind>('profile');
  const fallback = opened ? 'profile' : null;
  const kind = adding ? 'new' : aboutUser.includes(chosen) && !opened ? fallback : chosen;
  const show = (next: PanelKind) => {
    if (next === 'new') users.getState().openForm();
    else {
      users.getState().closeForm();
      setChosen(next);
    }
  };
  return {
    kind,
    show,
    openUser(id) {
      show('profile');
      userEditor.getState().open(id);
    },
    close(then) {
      if (kind === 'profile') return userEditor.getState().close(then);
      users.getState().closeForm();
      setChosen('profile');
      if (userEditor.getState().opened === null) then?.();
    },
  };
}
