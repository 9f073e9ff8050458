import { classNames } from '../lib/class-names.ts';
import { colorOf, signOf } from '../lib/user-color.ts';
import './avatar.css';

/** What of a user their dot shows; colour and sign may be left to id and name. */
export interface AvatarUser {
  readonly id: string;
  readonly name: string;
  readonly color?: number | null;
  readonly avatar?: string | null;
}

/** A user's dot: their own colour and sign; grey where there is none. Only decoration, the name stands beside it. */
export function Avatar({ user, size = 20 }: { readonly user: AvatarUser | null; readonly size?: 20 | 28 | 40 }) {
  const sign = user === null ? '?' : signOf(user);
  return (
    <span
      className={classNames('avatar', `avatar-${size}`, [...sign].length === 2 && 'avatar-two')}
      data-user-color={user === null ? undefined : colorOf(user)}
      aria-hidden="true"
    >
      {sign}
    </span>
  );
}
