import { Archive } from 'lucide-react';
import { useEffect } from 'react';
import type { BackupsState } from '../../../src-shared/backups.ts';
import { useBackups, useStores } from '../../app-stores.ts';
import { useLate } from '../../lib/use-late.ts';
import { useNow } from '../../lib/use-now.ts';
import { useMay } from '../../may.ts';
import { isAsked } from '../../stores/backups.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { BackupNotices } from './BackupNotices.tsx';
import { BackupsList } from './BackupsList.tsx';
import './backups.css';
import { backupsHeadline } from './backup-words.ts';
import { ForeignBackups } from './ForeignBackups.tsx';
import { RetentionForm } from './RetentionForm.tsx';

/** The backups of the home: whether there is something to go back to, and going back. */
export function BackupsPart() {
  const backups = useBackups((state) => state.backups);
  const error = useBackups((state) => state.error);
  const { backups: store } = useStores();
  useEffect(() => void store.getState().refresh(), [store]);
  return (
    <>
      {backups !== null ? (
        <BackupsHead backups={backups} />
      ) : error === null ? (
        <PageHeadSkeleton title="Backups" />
      ) : (
        <PageHead mood="unknown" text="The backups are not known." />
      )}
      {error !== null && <ErrorNotice title="The backups cannot be listed." error={error} />}
      <BackupNotices />
      {backups === null && error === null && <BackupsSkeleton />}
      {backups !== null && (
        <>
          {backups.backups.length === 0 && (
            <p className="home-quiet">
              A backup holds all files of the home but the users’ own data: who is current, and the compose and env
              files of both services. One is made before every fix, restore and migration, and whenever you press “Back
              up now”.
            </p>
          )}
          {backups.backups.length > 0 && <BackupsList backups={backups.backups} />}
          <ForeignBackups foreign={backups.foreign} />
          <RetentionForm key={JSON.stringify(backups.retention)} state={backups} />
        </>
      )}
    </>
  );
}

function BackupsHead({ backups }: { readonly backups: BackupsState }) {
  const now = useNow(10_000);
  const { backups: store } = useStores();
  const creating = useBackups((state) => isAsked(state, 'create'));
  const { why } = useMay('backups.create');
  return (
    <PageHead {...backupsHeadline(backups, now)}>
      <Button
        kind="primary"
        icon={Archive}
        busy={creating}
        disabledReason={why}
        onClick={() => void store.getState().create()}
      >
        Back up now
      </Button>
    </PageHead>
  );
}

function BackupsSkeleton() {
  const late = useLate(true, 2000);
  return (
    <section className="section" aria-label="Backups">
      {late && (
        <p className="section-hint" role="status">
          Still reading the backups
        </p>
      )}
      <ul className="backups">
        {[30, 26, 34].map((width) => (
          <li key={width} className="backup">
            <div className="backup-head">
              <Skeleton width={20} />
              <Skeleton width={width} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
