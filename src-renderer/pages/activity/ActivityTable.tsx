import type { ActivityEntry } from '../../../src-shared/activity.ts';
import { useActivity, useStores, useUsers } from '../../app-stores.ts';
import { useNow } from '../../lib/use-now.ts';
import { findUser } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { ActivityRow } from './ActivityRow.tsx';

/** What was found, the newest first; a page at a time. Rows that are not seen are not laid out either. */
export function ActivityTable({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  const { activity: store } = useStores();
  const more = useActivity(({ next }) => next !== null);
  const looking = useActivity((state) => state.looking);
  const users = useUsers((state) => state.users);
  const now = useNow(10_000);
  const userOf = (id: string) => findUser(users, id);
  return (
    <>
      <table className="activity-table" aria-label="Activity">
        <thead>
          <tr className="activity-row activity-columns">
            {['When', 'What', 'Result', 'From', 'Took'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <ActivityRow key={entry.id} entry={entry} now={now} userOf={userOf} />
          ))}
        </tbody>
      </table>
      {more && (
        <div className="activity-more">
          <Button busy={looking} onClick={() => void store.getState().older()}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}
