import { Check, KeyRound } from 'lucide-react';
import type { User } from '../../../src-shared/users.ts';
import { useAccess } from '../../app-stores.ts';
import { classNames } from '../../lib/class-names.ts';
import { passphraseOf } from '../../stores/access.ts';
import type { SwitchOffer } from '../../switch-offer.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Spinner } from '../../ui/Spinner.tsx';

/** One user: the current one says so, any other is a button that switches. */
export function UserChip(props: {
  readonly user: User;
  /** Current, and env.userid says so: nothing is left to do. */
  readonly settled: boolean;
  /** The switch that runs leads here. */
  readonly arriving: boolean;
  /** Nobody is current, so that this is no switch but a choice. */
  readonly makesCurrent: boolean;
  readonly offer: SwitchOffer;
}) {
  const { user, settled, arriving, makesCurrent, offer } = props;
  const { id, name, unsafe } = user;
  const locked = useAccess((store) => passphraseOf(store, id) !== null);
  if (settled) {
    return (
      <span className="user-chip user-chip-current">
        <Avatar user={user} />
        {name}
        <Check size={14} aria-hidden />
        <span className="visually-hidden">, current user</span>
      </span>
    );
  }
  const act = `${actOf(name, makesCurrent || user.isCurrent, offer.filesOnly)}${locked ? ', takes a passphrase' : ''}`;
  const blocked = unsafe === null ? offer.blocked : `Cannot be switched to: ${unsafe}`;
  return (
    <button
      type="button"
      className={classNames('user-chip', arriving && 'user-chip-arriving')}
      aria-label={act}
      aria-disabled={blocked !== null || undefined}
      title={blocked ?? act}
      onClick={() => {
        if (blocked === null) offer.start(id);
      }}
    >
      <Avatar user={user} />
      {name}
      {locked && <KeyRound className="user-chip-key" size={12} aria-hidden />}
      {arriving && <Spinner />}
    </button>
  );
}

function actOf(name: string, makesCurrent: boolean, filesOnly: boolean): string {
  const act = makesCurrent ? `Make ${name} current` : `Switch to ${name}`;
  return filesOnly ? `${act}, files only` : act;
}
