import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { MigrationReport } from '../../../src-shared/migration.ts';
import { useMigration, useStores } from '../../app-stores.ts';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Words } from '../../ui/Words.tsx';
import { countsSentence } from './migration-words.ts';

/** How the last migration ended, and the way back. */
export function MigrationReportNotice({ report }: { readonly report: MigrationReport }) {
  const { migration } = useStores();
  const { dismissReport } = migration.getState();
  if (report.error !== undefined) {
    return (
      <ErrorNotice
        title={`The migration from ${report.from} failed. The home is as it was.`}
        error={report.error}
        onDismiss={dismissReport}
      />
    );
  }
  const resumed = report.resumed === 0 ? '' : ` ${formatCount(report.resumed, 'file')} had been copied before.`;
  return (
    <Notice
      mood={report.remarks.length === 0 ? 'ok' : 'warn'}
      role="status"
      title={`Done in ${formatDuration(report.ms)}.`}
      onDismiss={dismissReport}
    >
      <p>
        {countsSentence(report.counts)}
        {resumed}
      </p>
      {report.remarks.map((remark) => (
        <p key={remark}>
          <Words text={remark} />
        </p>
      ))}
      {report.backup !== null && (
        <>
          <p>
            The home as it was before is in the backup <code>{report.backup}</code>.
          </p>
          <div className="migration-rollback">
            <RollBack backup={report.backup} />
          </div>
        </>
      )}
    </Notice>
  );
}

function RollBack({ backup }: { readonly backup: string }) {
  const { migration } = useStores();
  const busy = useMigration(({ asked }) => asked === 'rollback');
  const { why } = useMay('migration.rollback');
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button icon={Undo2} disabledReason={why} onClick={() => setAsking(true)}>
        Roll back
      </Button>
    );
  }
  return (
    <Confirm
      label="Confirm the rollback"
      icon={Undo2}
      act="Roll back now"
      busy={busy}
      onConfirm={() => void migration.getState().rollBack(backup)}
      onCancel={() => setAsking(false)}
    >
      The home becomes what it was before. The present state is backed up first, so that you can come back to it.
    </Confirm>
  );
}
