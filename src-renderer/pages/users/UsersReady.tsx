import { Plus, Trash2, Upload, Wrench } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import type { UsersState } from '../../../src-shared/users.ts';
import { useUserEditor } from '../../app-stores.ts';
import { classNames } from '../../lib/class-names.ts';
import { keepCount } from '../../lib/last-count.ts';
import { useMay } from '../../may.ts';
import { isRegistered } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { type PanelControl, usePanel } from './panel.ts';
import { SwitchStrip } from './SwitchStrip.tsx';
import { UserPanel } from './UserPanel.tsx';
import { UsersEmpty } from './UsersEmpty.tsx';
import { UsersList } from './UsersList.tsx';
import { UsersNotices } from './UsersNotices.tsx';
import type { UserTableHandle } from './UserTable.tsx';
import { usersHeadline } from './user-words.ts';

/** The list of users with the panel beside it. */
export function UsersReady({ state }: { readonly state: Extract<UsersState, { state: 'ready' }> }) {
  const { users } = state;
  const openId = useUserEditor(({ opened }) => opened?.id ?? null);
  const panel = usePanel();
  const table = useRef<UserTableHandle>(null);
  // Kept the same for the rows, of which none is to be drawn anew because the panel changes.
  const latest = useRef(panel);
  useEffect(() => {
    latest.current = panel;
  });
  const open = useCallback((id: string) => latest.current.openUser(id), []);
  useEffect(() => keepCount('users', users.length), [users.length]);
  const close = () => panel.close(() => table.current?.focusRow(openId));
  return (
    <div className={classNames('page', 'split-page', panel.kind !== null && 'split-page-open')}>
      <PageHead {...usersHeadline(users)}>
        <PageButtons panel={panel} />
      </PageHead>
      <UsersNotices notices={state.notices} openUser={panel.openUser} />
      <SwitchStrip />
      <div className="split-columns">
        <div className="split-list">
          {users.some(isRegistered) ? (
            <UsersList users={users} openId={openId} open={open} table={table} />
          ) : (
            <UsersEmpty panel={panel} />
          )}
        </div>
        <UserPanel panel={panel} close={close} />
      </div>
    </div>
  );
}

function PageButtons({ panel }: { readonly panel: PanelControl }) {
  const { kind, show } = panel;
  const mayAdd = useMay('users.create');
  const mayImport = useMay('archives.start');
  return (
    <div className="users-buttons">
      <Button kind="primary" icon={Plus} disabledReason={mayAdd.why ?? isOpen(kind, 'new')} onClick={() => show('new')}>
        Add user
      </Button>
      <Button icon={Upload} disabledReason={mayImport.why ?? isOpen(kind, 'import')} onClick={() => show('import')}>
        Import
      </Button>
      <Button icon={Trash2} disabledReason={isOpen(kind, 'deleted')} onClick={() => show('deleted')}>
        Deleted users
      </Button>
      <Button icon={Wrench} disabledReason={isOpen(kind, 'recovery')} onClick={() => show('recovery')}>
        Recover
      </Button>
    </div>
  );
}

function isOpen(kind: PanelControl['kind'], wanted: PanelControl['kind']): string | null {
  return kind === wanted ? 'It is open beside the list' : null;
}
