import { type KeyboardEvent, memo } from 'react';
import type { User } from '../../../src-shared/users.ts';
import type { SwitchOffer } from '../../switch-offer.ts';
import { whyNoSwitch } from '../../switch-offer.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Completeness } from './Completeness.tsx';
import { UserMarks } from './UserMarks.tsx';

/** One user of the table: a click or Enter opens them, the button at its end switches to them. */
export const UserTableRow = memo(function UserTableRow(props: {
  readonly user: User;
  /** When the user was here last, in words. */
  readonly seen: string;
  readonly index: number;
  /** Pixels from the top of all rows. */
  readonly top: number;
  /** Whether Tab leads to this row. */
  readonly active: boolean;
  readonly opened: boolean;
  readonly offer: SwitchOffer;
  readonly open: (id: string) => void;
  readonly activate: (id: string) => void;
}) {
  const { user, seen, index, top, active, opened, offer, open, activate } = props;
  const { id, name } = user;
  const press = (event: KeyboardEvent<HTMLElement>) => {
    // The button has Enter and Space for itself.
    if (event.target === event.currentTarget && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      open(id);
    }
    if (event.key === 'ArrowRight') event.currentTarget.querySelector('button')?.focus();
    if (event.key === 'ArrowLeft') event.currentTarget.focus();
  };
  return (
    <tr
      className="user-table-row user-row-line"
      data-user={id}
      aria-rowindex={index + 2}
      aria-selected={opened}
      tabIndex={active ? 0 : -1}
      style={{ top }}
      onClick={({ target }) => {
        // The button at the end means something else, also where it cannot be pressed.
        if (target instanceof Element && target.closest('button') === null) open(id);
      }}
      onFocus={() => activate(id)}
      onKeyDown={press}
    >
      <td className="user-cell-name">
        <Avatar user={user} />
        <span className="user-cell-words">{name}</span>
        <UserMarks user={user} />
      </td>
      <td className="user-cell-id">{id}</td>
      <td className="user-cell-role">{user.type}</td>
      <td className="user-cell-lastSeen">{seen}</td>
      <td className="user-cell-completeness">
        <Completeness percent={user.completeness} />
      </td>
      <td className="user-cell-act">
        <Button
          kind="quiet"
          label={`Switch to ${name}`}
          tabIndex={active ? 0 : -1}
          disabledReason={whyNoSwitch(user, offer)}
          onClick={() => offer.start(id)}
        >
          <span className="user-act-word">Switch</span>
        </Button>
      </td>
    </tr>
  );
});
