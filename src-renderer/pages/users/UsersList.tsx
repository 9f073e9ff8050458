import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react';
import type { User } from '../../../src-shared/users.ts';
import { useNow } from '../../lib/use-now.ts';
import { findUsers, indexOf } from '../../lib/user-index.ts';
import { useSwitchOffer } from '../../switch-offer.ts';
import { Button } from '../../ui/Button.tsx';
import { UserTable, type UserTableHandle } from './UserTable.tsx';
import { firstOrder, orderUsers, type UserOrder } from './user-order.ts';
import { countWords } from './user-words.ts';
import './users-list.css';

/** The users, filtered as somebody types and in the order they choose. */
export function UsersList(props: {
  readonly users: readonly User[];
  readonly openId: string | null;
  readonly open: (id: string) => void;
  readonly table: RefObject<UserTableHandle | null>;
}) {
  const { users, openId, open, table } = props;
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<UserOrder>(firstOrder('name'));
  const field = useRef<HTMLInputElement>(null);
  const now = useNow(30_000);
  const offer = useSwitchOffer();
  const ordered = useMemo(() => orderUsers(indexOf(users), order), [users, order]);
  const found = useMemo(() => findUsers(ordered, filter), [ordered, filter]);
  const clear = () => {
    setFilter('');
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && filter !== '') {
      event.preventDefault();
      clear();
    }
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    table.current?.focusRow(found[0]?.user.id ?? null);
  };
  return (
    <>
      <div className="users-filter">
        <label className="users-filter-field">
          <Search size={14} aria-hidden />
          <span className="visually-hidden">Filter users</span>
          <input
            ref={field}
            type="text"
            placeholder="Name or id"
            value={filter}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setFilter(event.target.value)}
            onKeyDown={press}
          />
        </label>
        <p className="section-hint" role="status">
          {filter.trim() === '' ? '' : countWords(found.length, users.length)}
        </p>
      </div>
      {found.length === 0 ? (
        <div className="users-none">
          <p>Nobody has “{filter.trim()}” in their name or id.</p>
          <Button icon={X} onClick={clear}>
            Clear the filter
          </Button>
        </div>
      ) : (
        <UserTable
          ref={table}
          rows={found}
          order={order}
          setOrder={setOrder}
          openId={openId}
          open={open}
          offer={offer}
          now={now}
        />
      )}
    </>
  );
}
