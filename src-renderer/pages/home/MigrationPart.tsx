import { useMigration } from '../../app-stores.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import { MigrationForm } from './MigrationForm.tsx';
import { MigrationNotices } from './MigrationNotices.tsx';
import './migration.css';
import { migrationHeadline } from './migration-words.ts';
import { PlanView } from './PlanView.tsx';
import { RunningMigration } from './RunningMigration.tsx';

/** Moving in from a project folder or another home: the plan first, then the move, and the way back. */
export function MigrationPart() {
  const migration = useMigration((state) => state.migration);
  const error = useMigration((state) => state.error);
  const noted = useMigration((state) => state.noted);
  const plan = useMigration((state) => state.plan);
  if (migration === null) {
    return error === null ? (
      <PageHeadSkeleton title="Migration" />
    ) : (
      <>
        <PageHead mood="unknown" text="The migration is not known." />
        <ErrorNotice error={error} />
      </>
    );
  }
  // Once somebody has taken note of a report, the page is there for the next one.
  const shown = migration.state === 'idle' && migration.last === noted ? { ...migration, last: null } : migration;
  return (
    <>
      <PageHead {...migrationHeadline(shown)} />
      {migration.state === 'running' ? (
        <RunningMigration migration={migration} />
      ) : (
        <>
          <MigrationNotices migration={migration} />
          {plan === null ? <MigrationForm /> : <PlanView plan={plan} />}
        </>
      )}
    </>
  );
}
