import { TriangleAlert } from 'lucide-react';
import type { User } from '../../../src-shared/users.ts';
import { isRegistered } from '../../stores/users.ts';
import './user-marks.css';

/** What is particular about a user: current, not in the registry, or an id that breaks the rule. */
export function UserMarks({ user }: { readonly user: User }) {
  const { isCurrent, unsafe } = user;
  return (
    <>
      {isCurrent && <span className="user-mark">Current</span>}
      {!isRegistered(user) && <span className="user-mark user-mark-warn">Not listed</span>}
      {unsafe !== null && (
        <span className="user-mark user-mark-warn" title={`Cannot be switched to: ${unsafe}`}>
          <TriangleAlert size={12} aria-hidden />
          <span className="user-mark-word">Unsafe id</span>
          <span className="visually-hidden">: {unsafe}</span>
        </span>
      )}
    </>
  );
}
