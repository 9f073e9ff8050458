import { AppWindow, KeyRound, SquareArrowOutUpRight } from 'lucide-react';
import type { User } from '../../src-shared/users.ts';
import { useAccess, useStores } from '../app-stores.ts';
import { passphraseOf } from '../stores/access.ts';
import { isRegistered } from '../stores/users.ts';
import { type SwitchOffer, whyNoSwitch } from '../switch-offer.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { IconButton } from '../ui/IconButton.tsx';

/** One user of the list: a click makes them current, the buttons beside it only for this window, or for one more. */
export function UserRow(props: {
  readonly user: User;
  /** True where the window acts for this user already. */
  readonly shown: boolean;
  readonly offer: SwitchOffer;
  readonly close: () => void;
}) {
  const { user, shown, offer, close } = props;
  const blocked = whyNoSwitch(user, offer);
  const locked = useAccess((store) => passphraseOf(store, user.id) !== null);
  const act = `${offer.filesOnly ? 'switch files only' : 'switch'}${locked ? ', takes a passphrase' : ''}`;
  const choose = () => {
    close();
    offer.start(user.id);
  };
  const { shell } = useStores();
  const openWindow = () => {
    close();
    void shell.getState().openWindowAs(user.id);
  };
  const chooseInWindow = () => {
    close();
    offer.startInWindow(user.id);
  };
  return (
    <li className="user-row">
      <button
        type="button"
        data-row
        className="user-row-choose"
        aria-disabled={blocked !== null || undefined}
        aria-current={user.isCurrent || undefined}
        aria-label={`${user.name}, ${blocked ?? act}`}
        title={blocked ?? undefined}
        onClick={() => {
          if (blocked === null) choose();
        }}
      >
        <Avatar user={user} />
        <span className="user-row-words">
          <span className="user-row-name">{user.name}</span>
          <span className="user-row-id">{unsafeReason(user) ?? user.id}</span>
        </span>
        {locked && <KeyRound className="user-key" size={14} aria-hidden />}
        {user.isCurrent && <span className="user-row-mark">Current</span>}
      </button>
      {!shown && user.unsafe === null && isRegistered(user) && (
        <>
          <IconButton
            icon={AppWindow}
            label={`Only in this window: ${user.name}`}
            disabledReason={offer.blocked}
            onClick={chooseInWindow}
          />
          <IconButton icon={SquareArrowOutUpRight} label={`Open window as ${user.name}`} onClick={openWindow} />
        </>
      )}
    </li>
  );
}

function unsafeReason(user: User): string | null {
  return user.unsafe === null ? null : `Cannot be switched to: ${user.unsafe}`;
}
