import { initialOf, userColor } from '../lib/user-color.ts';
import './avatar.css';

/** A user's dot: their own colour and initial; grey where there is none. Only decoration, the name stands beside it. */
export function Avatar(props: { readonly id: string | null; readonly name: string; readonly size?: 20 | 28 }) {
  const { id, name, size = 20 } = props;
  return (
    <span
      className={`avatar avatar-${size}`}
      data-user-color={id === null ? undefined : userColor(id)}
      aria-hidden="true"
    >
      {id === null ? '?' : initialOf(name)}
    </span>
  );
}
