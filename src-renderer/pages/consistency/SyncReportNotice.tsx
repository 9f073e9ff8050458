import type { SyncReport } from '../../../src-shared/consistency.ts';
import { useHome, useStores, useUsers } from '../../app-stores.ts';
import { shownPaths } from '../../lib/shown-path.ts';
import { userName } from '../../stores/users.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { aftermath, doneTitle, outcomeOf, timelineOf } from './sync-words.ts';

/** How the last sync ended, with its steps to unfold. */
export function SyncReportNotice({ report }: { readonly report: SyncReport }) {
  const { consistency: store } = useStores();
  const users = useUsers((state) => state.users);
  const dismiss = () => store.getState().dismissReport();
  const { warnings, error } = report;
  const told = warnings.map((warning) => <p key={warning}>{warning}</p>);
  const name = userName(users, report.system_user_id);
  switch (outcomeOf(report)) {
    case 'done':
      return (
        <Notice
          mood={report.verdict === 'consistent' && warnings.length === 0 ? 'ok' : 'warn'}
          title={doneTitle(report, name)}
          role="status"
          onDismiss={dismiss}
        >
          {told}
          <ReportDetails report={report} />
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice mood="unknown" title="The sync was cancelled." role="status" onDismiss={dismiss}>
          <p>{aftermath(report)}</p>
          <ReportDetails report={report} />
        </Notice>
      );
    case 'failed':
      return error === undefined ? null : (
        <ErrorNotice
          title="The services could not be brought in line."
          error={error}
          onDismiss={dismiss}
          more={<ReportDetails report={report} />}
        >
          <p className="sync-aftermath">{aftermath(report)}</p>
          {told}
        </ErrorNotice>
      );
  }
}

function ReportDetails({ report }: { readonly report: SyncReport }) {
  const home = useHome((state) => state.home?.path ?? '');
  const { steps, actions_performed: actions } = report;
  if (steps.length === 0) return null;
  return (
    <details className="sync-details">
      <summary>Steps</summary>
      <Timeline label="Steps of the sync" steps={timelineOf(steps, 0)} />
      {actions.length > 0 && (
        <ul className="sync-details-actions">
          {actions.map((action) => (
            <li key={action}>{shownPaths(action, home)}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
