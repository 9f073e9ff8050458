import { useUsers } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import '../../ui/page.css';
import { Skeleton } from '../../ui/Skeleton.tsx';
import '../../ui/split.css';
import { UnreadableRegistry } from './UnreadableRegistry.tsx';
import { UsersReady } from './UsersReady.tsx';
import './users-page.css';

/** Everybody who shares this computer: found, looked at, changed, added, taken along, deleted and brought back. */
export function UsersPage() {
  const users = useUsers((state) => state.users);
  const error = useUsers((state) => state.error);
  if (users?.state === 'ready') return <UsersReady state={users} />;
  return (
    <div className="page">
      {users?.state === 'unreadable' && <UnreadableRegistry state={users} />}
      {users === null && error === null && <UsersSkeleton />}
      {users === null && error !== null && (
        <>
          <PageHead mood="unknown" text="The users are not known." />
          <ErrorNotice error={error} />
        </>
      )}
    </div>
  );
}

function UsersSkeleton() {
  const late = useLate(true, 2000);
  return (
    <>
      <PageHeadSkeleton title="Users" />
      {late && (
        <p className="section-hint" role="status">
          Still reading the list of users
        </p>
      )}
      <ul className="users-coming" aria-hidden="true">
        {[18, 24, 15, 21, 17].map((width) => (
          <li key={width}>
            <Skeleton width={3} height={20} />
            <Skeleton width={width} />
          </li>
        ))}
      </ul>
    </>
  );
}
