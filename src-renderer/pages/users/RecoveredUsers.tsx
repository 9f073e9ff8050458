import type { RecoveredUser } from '../../../src-shared/user-removal.ts';
import { formatCount } from '../../lib/format.ts';
import { originWords } from './recovery-words.ts';

/** More than these are counted, not shown. */
const most = 200;

/** The entries of a list that would be written, and where each comes from. */
export function RecoveredUsers({ users }: { readonly users: readonly RecoveredUser[] }) {
  if (users.length === 0) return <p className="panel-quiet">Nobody.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className="recovered" aria-label="Users that would be listed" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Id</th>
            <th scope="col">Role</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {users.slice(0, most).map(({ id, name, type, origin, hasFolder }) => (
            <tr key={id}>
              <td>{name}</td>
              <td>
                <code>{id}</code>
              </td>
              <td>{type}</td>
              <td>
                {originWords[origin]}
                {!hasFolder && ', no data'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {users.length > most && <p className="panel-quiet">And {formatCount(users.length - most, 'more', 'more')}.</p>}
    </section>
  );
}
