import { Play, Trash2 } from 'lucide-react';
import type { MigrationState } from '../../../src-shared/migration.ts';
import { useMigration, useStores } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import type { MigrationStore } from '../../stores/migration.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { restoredSentence } from './backup-words.ts';
import { MigrationReportNotice } from './MigrationReportNotice.tsx';
import { isCancelled } from './migration-words.ts';

const failures: Readonly<Record<NonNullable<MigrationStore['failure']>['act'], string>> = {
  plan: 'There is no plan for that folder.',
  start: 'The migration was not begun.',
  cancel: 'The migration could not be stopped.',
  rollback: 'Nothing was rolled back; the home is as it was.',
};

/** What was refused, what can go on, how the last one ended, what was rolled back. */
export function MigrationNotices({ migration }: { readonly migration: Extract<MigrationState, { state: 'idle' }> }) {
  const { migration: store } = useStores();
  const { failure, noted, rolledBack, plan } = useMigration((state) => state);
  const { dismissFailure, dismissReport } = store.getState();
  const { last, paused } = migration;
  return (
    <>
      {failure !== null && (
        <ErrorNotice title={failures[failure.act]} error={failure.error} onDismiss={dismissFailure} />
      )}
      {rolledBack !== null && (
        <Notice
          mood="ok"
          role="status"
          title={`Rolled back. ${restoredSentence(rolledBack)}`}
          onDismiss={dismissReport}
        >
          {rolledBack.backup !== null && (
            <p>
              The state before is in the backup <code>{rolledBack.backup}</code>.
            </p>
          )}
        </Notice>
      )}
      {paused !== null && <PausedNotice paused={paused} />}
      {/* A stopped one is told above, and a new plan looks ahead. */}
      {last !== null && last !== noted && !isCancelled(last) && plan === null && (
        <MigrationReportNotice report={last} />
      )}
    </>
  );
}

function PausedNotice({ paused }: { readonly paused: { readonly planId: string; readonly from: string } }) {
  const { migration } = useStores();
  const starting = useMigration(({ asked }) => asked === 'start');
  const { why } = useMay('migration.start');
  const { start, cancel } = migration.getState();
  return (
    <Notice
      mood="warn"
      title={`The migration from ${paused.from} was stopped.`}
      actions={
        <>
          <Button
            kind="primary"
            icon={Play}
            busy={starting}
            disabledReason={why}
            onClick={() => void start(paused.planId)}
          >
            Go on
          </Button>
          <Button icon={Trash2} disabledReason={why ?? (starting ? 'It goes on' : null)} onClick={() => void cancel()}>
            Forget it
          </Button>
        </>
      }
    >
      <p>The home is as it was. What was copied already is kept beside it and not copied again.</p>
    </Notice>
  );
}
