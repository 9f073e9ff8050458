import { useAccess } from '../app-stores.ts';
import { UserPassphrase } from '../passphrase/UserPassphrase.tsx';
import { actingUser } from '../stores/access.ts';
import './acting-user.css';
import { rightsOf } from './rights-words.ts';

/** At the foot of the list of users: as whom this window acts, what that allows, and their passphrase. */
export function ActingUser({ close }: { readonly close: () => void }) {
  const actor = useAccess(actingUser);
  if (actor === null) return null;
  return (
    <div className="acting-user">
      <p>{rightsOf(actor)}</p>
      {actor.id !== null && <UserPassphrase userId={actor.id} onOpen={close} />}
    </div>
  );
}
