import { ChevronLeft } from 'lucide-react';
import { useConsistency, useDocker, useUsers } from '../../app-stores.ts';
import { servicesHref } from '../../lib/place.ts';
import { userName } from '../../stores/users.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import '../../ui/page.css';
import { ComparisonSkeleton, ComparisonTable } from './ComparisonTable.tsx';
import './consistency.css';
import { headlineOf } from './consistency-words.ts';
import { SyncSection } from './SyncSection.tsx';
import './sync.css';

/** Current user, env files, compose files and containers of both services side by side, and the sync that makes them agree. */
export function ConsistencyPage() {
  const consistency = useConsistency((state) => state.consistency);
  const error = useConsistency((state) => state.error);
  const users = useUsers((state) => state.users);
  return (
    <div className="page">
      <a className="consistency-back" href={servicesHref()}>
        <ChevronLeft size={14} aria-hidden />
        Services
      </a>
      {consistency !== null ? (
        <PageHead {...headlineOf(consistency, (id) => userName(users, id))} />
      ) : error === null ? (
        <PageHeadSkeleton title="Files and containers" />
      ) : (
        <PageHead mood="unknown" text="It is not known whether files and containers agree." />
      )}
      {error !== null && <ErrorNotice title="Files and containers could not be compared." error={error} />}
      <EngineNotice />
      {consistency !== null && <SyncSection consistency={consistency} />}
      {consistency !== null && <ComparisonTable consistency={consistency} />}
      {consistency === null && error === null && <ComparisonSkeleton />}
    </div>
  );
}

/** Without Docker half of the table stays empty: why, and what can be done all the same. */
function EngineNotice() {
  const engine = useDocker(({ docker }) => docker?.engine ?? null);
  if (engine?.state !== 'unreachable') return null;
  return (
    <ErrorNotice mood="warn" title="Docker is not reachable." error={engine.error}>
      <p>The files can be brought in line now; what the containers have is shown when Docker is back.</p>
    </ErrorNotice>
  );
}
