import { AppWindow, Undo2 } from 'lucide-react';
import { useHome, useShell, useUsers } from '../app-stores.ts';
import { colorOf } from '../lib/user-color.ts';
import { currentId } from '../stores/home.ts';
import { windowUser } from '../stores/shell.ts';
import { findUser, userName } from '../stores/users.ts';
import { useSwitchOffer } from '../switch-offer.ts';
import { Button } from '../ui/Button.tsx';
import './window-sign.css';

/** On every page of a window with a user of its own: whose it is, in their colour, and the way back. */
export function WindowSign() {
  const users = useUsers((state) => state.users);
  const current = useHome(currentId);
  const inWindow = useShell(windowUser);
  const offer = useSwitchOffer();
  if (inWindow === null) return null;
  const name = userName(users, inWindow);
  const user = findUser(users, inWindow) ?? { id: inWindow };
  const isCurrent = current === inWindow;
  return (
    <div className="window-sign" role="note" aria-label="Whose window this is" data-user-color={colorOf(user)}>
      <AppWindow size={16} aria-hidden />
      <p>
        This window acts for <strong>{name}</strong>
        {isCurrent || current === null
          ? ', also while somebody else is current.'
          : `. ${userName(users, current)} is current on this computer.`}
      </p>
      {current !== null && (
        <Button icon={Undo2} disabledReason={offer.blocked} onClick={() => offer.startInWindow(current)}>
          {isCurrent ? 'Follow the current user' : `Back to ${userName(users, current)}`}
        </Button>
      )}
    </div>
  );
}
