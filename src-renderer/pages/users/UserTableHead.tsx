import { ArrowDown, ArrowUp } from 'lucide-react';
import { firstOrder, type UserColumn, type UserOrder } from './user-order.ts';

const columns: readonly { readonly key: UserColumn; readonly title: string }[] = [
  { key: 'name', title: 'Name' },
  { key: 'id', title: 'Id' },
  { key: 'role', title: 'Role' },
  { key: 'lastSeen', title: 'Last here' },
  { key: 'completeness', title: 'Profile' },
];

/** The head of the table; a click puts the rows in order by a column, another one turns them round. */
export function UserTableHead(props: { readonly order: UserOrder; readonly setOrder: (order: UserOrder) => void }) {
  const { order, setOrder } = props;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <thead>
      <tr className="user-table-row" aria-rowindex={1}>
        {columns.map(({ key, title }) => (
          <th
            key={key}
            scope="col"
            className={`user-cell-${key}`}
            aria-sort={order.by !== key ? undefined : order.descending ? 'descending' : 'ascending'}
          >
            <button
              type="button"
              onClick={() => setOrder(order.by === key ? { by: key, descending: !order.descending } : firstOrder(key))}
            >
              {title}
              {order.by === key && <Arrow size={12} aria-hidden />}
            </button>
          </th>
        ))}
        <th className="user-cell-act" scope="col">
          <span className="visually-hidden">Switch</span>
        </th>
      </tr>
    </thead>
  );
}
